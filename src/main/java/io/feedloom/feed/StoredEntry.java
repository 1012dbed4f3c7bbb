package io.feedloom.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry with what we know about it.
 *
 * @param river its place in the river, to the millisecond: the publication date of its first
 *     version, or {@code firstSeen} if that date was missing or in the future. It never changes.
 * @param firstSeen when it first arrived here
 * @param lastChanged when it last changed, at first {@code firstSeen}
 * @param judgement the effect of the rules on it
 * @param name the parts of its public id
 */
public record StoredEntry(
    EntryKey key,
    FeedId feed,
    Instant river,
    Instant firstSeen,
    Instant lastChanged,
    Entry entry,
    RuleResult judgement,
    EntryName name) {
  /** Makes an entry that no rule concerns. */
  public StoredEntry(
      EntryKey key,
      FeedId feed,
      Instant river,
      Instant firstSeen,
      Instant lastChanged,
      Entry entry,
      EntryName name) {
    this(key, feed, river, firstSeen, lastChanged, entry, RuleResult.NONE, name);
  }

  /** Returns a copy with another {@code Entry}. */
  public StoredEntry with(Entry other) {
    return new StoredEntry(key, feed, river, firstSeen, lastChanged, other, judgement, name);
  }

  /** Returns the same entry with other texts. */
  public StoredEntry withTexts(Optional<String> content, Optional<String> summary) {
    return with(entry.withTexts(content, summary));
  }
}
