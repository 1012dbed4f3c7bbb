package io.feedloom.schedule;

import io.feedloom.feed.Pace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Applies the hours and days in which a publisher says that nothing appears (RSS 2.0, in GMT). */
final class Calendar {
  private static final int HOURS_OF_A_WEEK = 7 * 24;

  private Calendar() {}

  /**
   * Returns the instant itself, or the same minute of the first later hour that the publisher does
   * not skip. Ignores a publisher that skips the whole week.
   */
  static Instant open(Instant wished, Pace pace) {
    var at = wished;
    for (int hour = 0; hour < HOURS_OF_A_WEEK; hour++) {
      if (!skips(pace, at)) {
        return at;
      }
      at = at.plus(1, ChronoUnit.HOURS);
    }
    return wished;
  }

  private static boolean skips(Pace pace, Instant at) {
    var time = at.atOffset(ZoneOffset.UTC);
    return pace.skipHours().contains(time.getHour())
        || pace.skipDays().contains(time.getDayOfWeek());
  }
}
