package io.feedloom.schedule;

import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Weights;
import java.util.List;

/**
 * Describes when a feed usually publishes.
 *
 * @param hours entries by the hour of the week, from the feed's rhythm
 * @param seen the number of entries
 */
record Habit(Weights hours, Weights minutes, double seen) {
  private static final List<String> DAYS =
      List.of("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays");

  /** Fewer entries than this show no habit. */
  private static final double MIN_ENTRIES = 3;

  /** The share of entries that shows a habit. */
  private static final double MIN_SHARE = 0.7;

  /** Entries a day; with fewer, the hour does not matter. */
  private static final double SELDOM = 1.0 / 30;

  private static final double HARDLY_ANY = 0.04;

  /**
   * Returns a text such as {@code usually publishes on weekdays about 09:00 UTC}.
   *
   * @param rate entries in a second
   */
  static String describe(Rhythm rhythm, double rate) {
    double perDay = rate * ArrivalForecast.DAY;
    if (perDay < SELDOM) {
      return "publishes about " + often(perDay);
    }
    var habit = new Habit(rhythm.hours(), rhythm.minutes(), rhythm.hours().sum());
    int hour = habit.hour();
    return hour < 0
        ? "publishes about " + often(perDay) + habit.days()
        : "usually publishes" + habit.days() + " about " + habit.time(hour) + " UTC";
  }

  /**
   * Returns the hour in which the feed publishes most, together with the hour before or after it;
   * -1 if there is none.
   */
  private int hour() {
    var ofDay = new double[24];
    int best = 0;
    for (int hour = 0; hour < 24; hour++) {
      for (int day = 0; day < 7; day++) {
        ofDay[hour] += hours.get(day * 24 + hour);
      }
      best = ofDay[hour] > ofDay[best] ? hour : best;
    }
    double around = Math.max(ofDay[(best + 1) % 24], ofDay[(best + 23) % 24]);
    return seen >= MIN_ENTRIES && ofDay[best] + around >= MIN_SHARE * seen ? best : -1;
  }

  private String time(int hour) {
    int slot = 0;
    for (int i = 1; i < Rhythm.MINUTES; i++) {
      slot = minutes.get(i) > minutes.get(slot) ? i : slot;
    }
    int minute = minutes.get(slot) >= MIN_SHARE / 2 * seen ? slot * 60 / Rhythm.MINUTES : 0;
    return (hour < 10 ? "0" : "") + hour + (minute < 10 ? ":0" : ":") + minute;
  }

  private String days() {
    var ofWeek = new double[7];
    for (int day = 0; day < 7; day++) {
      for (int hour = 0; hour < 24; hour++) {
        ofWeek[day] += hours.get(day * 24 + hour);
      }
      if (seen >= MIN_ENTRIES && ofWeek[day] >= MIN_SHARE * seen) {
        return " on " + DAYS.get(day);
      }
    }
    double weekend = ofWeek[5] + ofWeek[6];
    return seen >= 2 * MIN_ENTRIES && weekend < HARDLY_ANY * seen ? " on weekdays" : "";
  }

  private static String often(double perDay) {
    double perWeek = perDay * 7;
    return perDay >= 1.5
        ? Math.round(perDay) + " entries a day"
        : perWeek >= 1.5
            ? Math.round(perWeek) + " entries a week"
            : "an entry in " + Math.round(1 / perDay) + " days";
  }
}
