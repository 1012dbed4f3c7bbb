package io.feedloom.store.db;

import java.time.Instant;

/** Converts times to and from the database's format: milliseconds since 1970, UTC. */
public final class Millis {
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Millis() {}

  /** Returns the time in milliseconds, limited to the range of a long. */
  public static long of(Instant time) {
    if (time.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return time.isAfter(LAST) ? Long.MAX_VALUE : time.toEpochMilli();
  }

  /** Returns the time from milliseconds. */
  public static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
