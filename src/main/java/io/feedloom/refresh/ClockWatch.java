package io.feedloom.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Detects that the machine's clock was set back. Polls that were planned with the wrong time could
 * otherwise wait for years, for example if the machine started with a wrong date. Used by one
 * thread.
 */
final class ClockWatch {
  /** Smaller steps back are ignored, because clocks are corrected a little all the time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private Instant seen;
  private long seenNanos;

  /**
   * @param nanos a clock that never goes back
   */
  ClockWatch(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.seen = clock.instant();
    this.seenNanos = nanos.getAsLong();
  }

  /** Returns whether the clock advanced less than the time that passed since the last call. */
  boolean wentBack() {
    var now = clock.instant();
    long nowNanos = nanos.getAsLong();
    var expected = seen.plusNanos(nowNanos - seenNanos);
    seen = now;
    seenNanos = nowNanos;
    return now.isBefore(expected.minus(TOLERANCE));
  }
}
