package io.feedloom.health;

import java.time.Duration;

/**
 * Tells the first of many failures that follow each other closely, so that only this one is logged.
 * Safe for use by many threads.
 */
public final class Spell {
  private static final Duration GAP = Duration.ofMinutes(1);

  private boolean began;
  private long last;

  /** Notes a failure; returns whether it is the first for a minute. */
  public synchronized boolean begins() {
    return begins(System.nanoTime());
  }

  synchronized boolean begins(long nanos) {
    boolean first = !began || nanos - last > GAP.toNanos();
    began = true;
    last = nanos;
    return first;
  }
}
