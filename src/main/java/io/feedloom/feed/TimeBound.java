package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A limit of a selection in time.
 *
 * @param at the time
 * @param age how long before now that is, if the selection names a time span. Then the limit moves
 *     with the time, and the address of the selection keeps the span.
 */
public record TimeBound(Instant at, Optional<Duration> age) {
  /** Returns a limit that does not move. */
  public static TimeBound fixed(Instant at) {
    return new TimeBound(at, Optional.empty());
  }
}
