package io.feedloom.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Writes dates for documents. A date whose year does not have four digits cannot be written. */
final class Dates {
  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private Dates() {}

  /** Returns the date, if it can be written. */
  static Optional<Instant> writable(Optional<Instant> date) {
    return date.filter(d -> !d.isBefore(FIRST) && d.isBefore(END));
  }

  /**
   * Returns the date in the form of RFC 822 section 5, with four digits for the year (RFC 1123
   * section 5.2.14).
   */
  static String rfc822(Instant date) {
    return RFC_822.format(date);
  }

  /**
   * Returns the date in the form of RFC 3339 section 5.6, to the millisecond. Some parsers refuse
   * more digits.
   */
  static String rfc3339(Instant date) {
    return date.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
