package io.feedloom.serve.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as a page shows it, in UTC. The page's script adds how long ago it was, because that
 * changes while the page is open or stored.
 *
 * @param machine in ISO 8601
 * @param people date and time
 * @param brief date and time without the year
 * @param clock the time of day only
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
