package io.feedloom.push.notify;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The times at which digests are sent. A span of at most a day is counted from midnight, so 1h is
 * every full hour and 1d is midnight. Longer ones are whole days, counted from a Monday, so 7d is
 * Monday at midnight. All are times of the admin's time zone.
 */
final class DigestTimes {
  /** A Monday. */
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 5);

  static {
    if (FIRST.getDayOfWeek() != DayOfWeek.MONDAY) {
      throw new AssertionError(FIRST);
    }
  }

  private DigestTimes() {}

  /** Returns the last time that is not after the given one. */
  static Instant last(Instant now, Duration every, ZoneId zone) {
    var today = now.atZone(zone).toLocalDate();
    long days = every.toDays();
    if (days >= 1) {
      return midnight(
          today.minusDays(Math.floorMod(today.toEpochDay() - FIRST.toEpochDay(), days)), zone);
    }
    var start = midnight(today, zone);
    long passed = Duration.between(start, now).toMillis() / every.toMillis();
    return start.plus(every.multipliedBy(passed));
  }

  /** Returns the first time that is after the given one. */
  static Instant next(Instant now, Duration every, ZoneId zone) {
    var last = last(now, every, zone);
    var today = now.atZone(zone).toLocalDate();
    long days = every.toDays();
    if (days >= 1) {
      return midnight(last.atZone(zone).toLocalDate().plusDays(days), zone);
    }
    var next = last.plus(every);
    var tomorrow = midnight(today.plusDays(1), zone);
    return next.isAfter(tomorrow) ? tomorrow : next;
  }

  private static Instant midnight(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }
}
