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
 */
public record StoredEntry(
    EntryKey key,
    FeedId feed,
    Instant river,
    Instant firstSeen,
    Instant lastChanged,
    Entry entry,
    Judgement judgement) {
  /** One that no rule concerns. */
  public StoredEntry(
      EntryKey key,
      FeedId feed,
      Instant river,
      Instant firstSeen,
      Instant lastChanged,
      Entry entry) {
    this(key, feed, river, firstSeen, lastChanged, entry, Judgement.NONE);
  }

  /** Returns the same entry with other texts. */
  public StoredEntry withTexts(Optional<String> content, Optional<String> summary) {
    return new StoredEntry(
        key, feed, river, firstSeen, lastChanged, entry.withTexts(content, summary), judgement);
  }
}
