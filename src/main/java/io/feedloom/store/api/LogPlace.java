package io.feedloom.store.api;

import java.time.Instant;

/**
 * A place in the log of arrivals between two arrivals, as one number. Larger numbers are later
 * places. For topics that do not depend on the log, a place is a time.
 */
public final class LogPlace {
  /** The bits for the number of arrivals of an update. An update has fewer than a million. */
  private static final int BITS = 20;

  private static final long MAX_ARRIVALS = (1L << BITS) - 1;

  /** All times are after all places in the log. */
  private static final long TIMES = 1L << 61;

  private LogPlace() {}

  /** Returns the place for a time, to the millisecond. */
  public static long of(Instant time) {
    return TIMES + time.toEpochMilli();
  }

  /** Returns the time of a place that {@link #of} returned. */
  public static Instant time(long place) {
    return Instant.ofEpochMilli(place - TIMES);
  }

  /** Returns the place after all arrivals of an update. */
  public static long after(long update) {
    return (update + 1) << BITS;
  }

  /** Returns the place after the first arrivals of an update. */
  public static long within(long update, int arrivals) {
    return (update << BITS) + Math.min(arrivals, MAX_ARRIVALS);
  }

  /** Returns the last update that is wholly before the place. */
  public static long update(long place) {
    return (place >> BITS) - 1;
  }

  /** Returns how many arrivals of the next update are before the place. */
  public static int arrivals(long place) {
    return (int) (place & MAX_ARRIVALS);
  }
}
