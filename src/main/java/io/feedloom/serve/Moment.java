package io.feedloom.serve;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A time as a page shows it: for machines, and for people in UTC. */
public record Moment(String machine, String people) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static Moment of(Instant time) {
    return new Moment(time.toString(), TIME.format(time) + " UTC");
  }
}
