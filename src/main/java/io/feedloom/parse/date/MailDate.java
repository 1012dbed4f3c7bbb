package io.feedloom.parse.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The one form in which nearly all dates of RSS are written, {@code Thu, 25 Feb 2016 10:14:55 GMT}
 * or {@code +0100} (RFC 5322 section 3.3), read in one pass. {@link WrittenDate} reads all other
 * forms.
 */
final class MailDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final String text;
  private int at;

  private MailDate(String text) {
    this.text = text;
  }

  /** Returns the instant; empty if the date has any other form. */
  static Optional<Instant> parse(String text) {
    int comma = text.indexOf(',');
    if (comma > 9 || text.length() < comma + 20) {
      return Optional.empty();
    }
    try {
      return new MailDate(text).read(comma + 1);
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> read(int start) {
    at = start;
    while (text.charAt(at) == ' ') {
      at++;
    }
    int day = FeedDate.isDigit(text.charAt(at + 1)) ? digits(2) : digits(1);
    boolean form = skip(' ');
    int month = MONTHS.indexOf(text.substring(at, at + 3));
    at += 3;
    form &= month % 3 == 0 && skip(' ');
    int year = digits(4);
    form &= skip(' ');
    int hour = digits(2);
    form &= skip(':');
    int minute = digits(2);
    form &= skip(':');
    int second = digits(2);
    if (!form || !skip(' ') || day < 0 || year < 1000 || hour < 0 || minute < 0 || second < 0) {
      return Optional.empty();
    }
    var time = LocalDateTime.of(year, month / 3 + 1, day, hour, minute, second);
    return offset(time).map(time::toInstant);
  }

  private Optional<ZoneOffset> offset(LocalDateTime time) {
    var zone = text.substring(at).stripLeading();
    return Zones.isZone(zone) ? Zones.offset(zone, time) : Zones.plainNumeric(zone);
  }

  private boolean skip(char c) {
    return text.charAt(at++) == c;
  }

  /** Reads this many digits. Returns -1 if there are fewer. */
  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(at++);
      value = FeedDate.isDigit(c) && value >= 0 ? value * 10 + c - '0' : -1;
    }
    return value;
  }
}
