package io.feedloom.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long the entries of one feed are kept, where that differs from what holds for all.
 *
 * @param keep since an entry was last seen in the feed
 * @param perFeed how many entries, the newest of them; at least 1
 * @param removesMissing whether an entry that vanishes from between others, with no word of it, is
 *     taken for withdrawn
 */
public record Retention(Optional<Duration> keep, OptionalInt perFeed, boolean removesMissing) {
  /** As for all feeds. */
  public static final Retention GENERAL =
      new Retention(Optional.empty(), OptionalInt.empty(), false);
}
