package io.feedloom.config;

import java.time.Duration;

/**
 * How long entries are kept after they are no longer in their feed's document. What a feed carries
 * is always kept.
 *
 * @param keep since an entry was last seen in its feed, and since a feed was taken out of the file
 * @param perFeed entries of one feed, the newest of them; at least 1
 */
public record RetentionSettings(Duration keep, int perFeed) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final RetentionSettings DEFAULT =
      new RetentionSettings(Duration.ofDays(365), 1_000);
}
