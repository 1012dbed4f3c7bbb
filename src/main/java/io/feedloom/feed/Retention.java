package io.feedloom.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long the entries of one feed are kept, if the general settings do not apply.
 *
 * @param keep the time since an entry was last seen in the feed
 * @param perFeed how many of the newest entries to keep; at least 1
 * @param removesMissing whether an entry counts as withdrawn if it disappears from between others
 */
public record Retention(Optional<Duration> keep, OptionalInt perFeed, boolean removesMissing) {
  /** The general settings. */
  public static final Retention GENERAL =
      new Retention(Optional.empty(), OptionalInt.empty(), false);
}
