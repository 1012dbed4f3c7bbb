package io.feedloom.store;

import java.time.Instant;

/** Times as the database keeps them: milliseconds since 1970. */
final class Millis {
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Millis() {}

  /** The time in milliseconds; times beyond what fits become the first or last that fits. */
  static long of(Instant time) {
    if (time.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return time.isAfter(LAST) ? Long.MAX_VALUE : time.toEpochMilli();
  }

  static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
