package io.feedloom.render;

import io.feedloom.feed.StoredEntry;
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
   * Returns when an entry was published. A date later than the time when the entry was first seen
   * cannot be true, so that time replaces it.
   */
  static Optional<Instant> published(StoredEntry stored) {
    return writable(stored.entry().published())
        .map(date -> date.isAfter(stored.firstSeen()) ? stored.firstSeen() : date);
  }

  /** Returns when the publisher changed an entry, at the latest when the change was seen. */
  static Optional<Instant> updated(StoredEntry stored) {
    return writable(stored.entry().updated())
        .map(date -> date.isAfter(stored.lastChanged()) ? stored.lastChanged() : date);
  }

  /**
   * Returns the date for formats whose readers need one: when the entry was published or changed,
   * otherwise when it was first seen.
   */
  static Optional<Instant> always(StoredEntry stored) {
    return published(stored)
        .or(() -> updated(stored))
        .or(() -> writable(Optional.of(stored.firstSeen())));
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
