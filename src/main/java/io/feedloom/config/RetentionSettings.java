package io.feedloom.config;

import java.time.Duration;

/**
 * How long entries are kept after they left their feed's document. Entries in the document are
 * always kept.
 *
 * @param keep the time since an entry was last in its feed's document, or since its feed was
 *     removed from the file
 * @param perFeed how many of the newest entries of one feed to keep; at least 1
 */
public record RetentionSettings(Duration keep, int perFeed) {
  /** The default settings. */
  public static final RetentionSettings DEFAULT =
      new RetentionSettings(Duration.ofDays(365), 1_000);
}
