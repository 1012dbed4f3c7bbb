package io.feedloom.health;

import java.time.Duration;

/**
 * A run of failures with less than a minute between them, so that only the first one is logged.
 * Thread-safe.
 */
public final class FailureRun {
  private static final Duration GAP = Duration.ofMinutes(1);

  private boolean began;
  private long last;

  /** Records a failure. Returns whether it is the first within a minute. */
  public synchronized boolean isFirst() {
    return isFirst(System.nanoTime());
  }

  synchronized boolean isFirst(long nanos) {
    boolean first = !began || nanos - last > GAP.toNanos();
    began = true;
    last = nanos;
    return first;
  }
}
