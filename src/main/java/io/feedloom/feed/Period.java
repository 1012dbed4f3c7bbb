package io.feedloom.feed;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** The periods of digests. They begin at midnight in a time zone, also when clocks change. */
public enum Period {
  DAY,
  /** From Monday to Sunday (ISO 8601). */
  WEEK;

  /** Returns the first day of the period that contains a time. */
  public LocalDate first(Instant time, ZoneId zone) {
    var day = LocalDate.ofInstant(time, zone);
    return this == DAY ? day : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** Returns the first day of the next period. */
  public LocalDate next(LocalDate first) {
    return this == DAY ? first.plusDays(1) : first.plusWeeks(1);
  }

  /** Returns the first day of the previous period. */
  public LocalDate previous(LocalDate first) {
    return this == DAY ? first.minusDays(1) : first.minusWeeks(1);
  }
}
