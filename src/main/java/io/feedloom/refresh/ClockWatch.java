package io.feedloom.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was set back. Otherwise, polls planned by the wrong time would
 * wait for it to come again: for years, where a machine started without knowing the date. For one
 * thread.
 */
final class ClockWatch {
  /** Clocks are corrected by small steps all the time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private Instant seen;
  private long seenNanos;

  /**
   * @param nanos a clock that only goes forward
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
