package io.feedloom.serve.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as a page shows it, in UTC. How long ago it is stands in no page, since it would be wrong
 * a minute later; the page's script adds it.
 *
 * @param machine for machines
 * @param people date and time
 * @param brief the same without the year
 * @param clock the time of day alone
 */
public record Moment(String machine, String people, String brief, String clock) {
  private static final DateTimeFormatter TIME = format("d MMM yyyy, HH:mm");
  private static final DateTimeFormatter BRIEF = format("d MMM, HH:mm");
  private static final DateTimeFormatter CLOCK = format("HH:mm");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  public static Moment of(Instant time) {
    return new Moment(
        time.toString(), TIME.format(time) + " UTC", BRIEF.format(time), CLOCK.format(time));
  }
}
