package io.feedloom.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry with what we know of it.
 *
 * @param river its place in every merged feed, to the millisecond: the published date when it was
 *     first seen, unless that was missing or in the future, then first seen; never moved later
 * @param firstSeen when it first arrived here
 * @param lastChanged when it last arrived changed, or first
 * @param judgement what the rules made of it
 * @param name what its public id is made from
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
  /** One that no rule concerns. */
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

  /** Returns the same with another text of the entry. */
  public StoredEntry with(Entry other) {
    return new StoredEntry(key, feed, river, firstSeen, lastChanged, other, judgement, name);
  }

  /** Returns the same entry with other texts. */
  public StoredEntry withTexts(Optional<String> content, Optional<String> summary) {
    return with(entry.withTexts(content, summary));
  }
}
