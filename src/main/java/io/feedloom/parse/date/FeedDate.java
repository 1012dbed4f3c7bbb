package io.feedloom.parse.date;

import io.feedloom.parse.text.Addresses;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the dates of feeds: RFC 3339, ISO 8601 and W3CDTF, also with missing parts or a blank
 * instead of the T; RFC 822 to 5322, with the many variants that publishers write; dates with the
 * names of months in many languages; and Unix time in seconds or milliseconds. A date without a
 * zone is read as UTC. A date that does not exist in the calendar is refused and not guessed.
 */
public final class FeedDate {
  private static final int MAX_LENGTH = 100;
  private static final Pattern ZONE_SUFFIX =
      Pattern.compile("\\[!?([A-Za-z][\\w/+-]*|[+-]\\d\\d:?\\d\\d)\\]");
  private static final Pattern OFFSET_AT_END =
      Pattern.compile("(?:[A-Za-z]|[+-]\\d{1,2}:?\\d{2})$");
  private static final long NANOS = 1_000_000_000L;
  private static final Pattern TRUNCATED =
      Pattern.compile("-?(\\d{2}|(?<!-)\\d{4})(?:-?(\\d{3})|-?(\\d{2})(?:-?(\\d{2}))?)");

  private final String text;
  private int at;

  private FeedDate(String text) {
    this.text = text;
  }

  /** Returns the instant that a date means; empty if it is not a date or a placeholder for one. */
  public static Optional<Instant> parse(String date) {
    var text = Addresses.trim(date);
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean suffixed = text.charAt(text.length() - 1) == ']' && text.indexOf('[') > 0;
    return read(suffixed ? withoutSuffix(text) : text)
        .filter(instant -> !PlaceholderDate.is(instant, text));
  }

  /**
   * Returns a date without RFC 9557's suffix, {@code [Europe/Berlin][u-ca=gregory]}; the zone is
   * kept if the date has no offset.
   */
  private static String withoutSuffix(String text) {
    int start = text.indexOf('[');
    var date = text.substring(0, start).strip();
    var zone = ZONE_SUFFIX.matcher(text.substring(start));
    return zone.lookingAt() && !OFFSET_AT_END.matcher(date).find()
        ? date + " " + zone.group(1)
        : date;
  }

  private static Optional<Instant> read(String text) {
    boolean yearFirst = digits(text, 0) > 2;
    var mail = yearFirst ? Optional.<Instant>empty() : MailDate.parse(text);
    if (mail.isPresent()) {
      return mail;
    }
    try {
      if (isDigit(text.charAt(0))) {
        var iso = new FeedDate(text).iso();
        if (iso.isPresent()) {
          return iso;
        }
      }
      return truncated(text).or(() -> WrittenDate.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Reads a date in digits with the year first; empty if it is something else. */
  private Optional<Instant> iso() {
    int digits = digitsFrom(0);
    boolean whole = text.length() == digits;
    return switch (digits) {
      case 4 -> separated();
      case 8 -> compact();
      case 14 -> whole ? Optional.of(compactTime().toInstant(ZoneOffset.UTC)) : Optional.empty();
      case 9, 10, 13 -> whole ? unix(digits) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<Instant> unix(int digits) {
    long number = Long.parseLong(text);
    return Optional.of(digits == 13 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
  }

  /** Reads {@code 2003-12-31T10:14:55Z}. Everything from the month on may be missing. */
  private Optional<Instant> separated() {
    int year = number(4);
    int month = 1;
    int day = 1;
    if (skip('-') || skip('/')) {
      if (digitsFrom(at) == 3 && text.length() == at + 3) {
        return Optional.of(dayOfYear(year, number(3)));
      }
      month = upTo2();
      if (skip('-') || skip('/')) {
        day = upTo2();
      }
    }
    return month < 0 || day < 0 ? Optional.empty() : timeOf(year, month, day);
  }

  /**
   * Reads forms of ISO 8601:1988 that leave out the century, the month or the day: {@code 031231},
   * {@code 03-12-31}, {@code -03-12}, {@code 2003335}, {@code 03-335}.
   */
  private static Optional<Instant> truncated(String text) {
    var matcher = TRUNCATED.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int year = Integer.parseInt(matcher.group(1));
    year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
    if (matcher.group(2) != null) {
      return Optional.of(dayOfYear(year, Integer.parseInt(matcher.group(2))));
    }
    int month = Integer.parseInt(matcher.group(3));
    int day = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
    return Optional.of(LocalDate.of(year, month, day).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  private static Instant dayOfYear(int year, int day) {
    return LocalDate.ofYearDay(year, day).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** Reads {@code 20031231T101455Z}. */
  private Optional<Instant> compact() {
    return timeOf(number(4), number(2), number(2));
  }

  private LocalDateTime compactTime() {
    return LocalDateTime.of(number(4), number(2), number(2), number(2), number(2), number(2));
  }

  private Optional<Instant> timeOf(int year, int month, int day) {
    if (year < 1000) {
      return Optional
          .empty(); // 0001-01-01 and 0000-00-00 are how software writes that there is none
    }
    var date = LocalDate.of(year, month, day);
    boolean separated = at < text.length() && " TtZz".indexOf(text.charAt(at)) >= 0;
    skipBlank();
    boolean marked = skip('T') || skip('t');
    skipBlank();
    if (at == text.length()) {
      return marked ? Optional.empty() : Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    if (!separated || !isDigit(text.charAt(at))) {
      return marked || !separated ? Optional.empty() : zoned(date.atStartOfDay());
    }
    var time = time(date);
    return time.isEmpty() ? Optional.empty() : zoned(time.get());
  }

  private Optional<LocalDateTime> time(LocalDate date) {
    boolean compact = digitsFrom(at) >= 4;
    int hour = upTo2();
    if (!(compact || skip(':'))) {
      return at == text.length() || !isDigit(text.charAt(at))
          ? Optional.of(clock(date, hour, 0, 0, 0))
          : Optional.empty();
    }
    int minute = upTo2();
    int second = 0;
    long nanos = 0;
    if (compact ? digitsFrom(at) >= 2 : skip(':')) {
      second = upTo2();
      if (at < text.length() - 1 && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
        at++;
        nanos = fraction();
      }
    }
    return minute < 0 || second < 0
        ? Optional.empty()
        : Optional.of(clock(date, hour, minute, second, nanos));
  }

  /**
   * Returns the time of a day. A leap second and 24:00 become the beginning of the next second or
   * day.
   */
  static LocalDateTime clock(LocalDate date, int hour, int minute, int second, long nanos) {
    if (hour == 24 && minute == 0 && second == 0) {
      return date.plusDays(1).atStartOfDay();
    }
    if (second == 60) {
      return date.atTime(LocalTime.of(hour, minute, 59)).plusSeconds(1);
    }
    return date.atTime(LocalTime.of(hour, minute, second, (int) nanos));
  }

  private long fraction() {
    long nanos = 0;
    long unit = NANOS;
    while (at < text.length() && isDigit(text.charAt(at))) {
      unit /= 10;
      nanos += (text.charAt(at++) - '0') * unit;
    }
    return nanos;
  }

  private Optional<Instant> zoned(LocalDateTime time) {
    skip(':'); // seen before zones
    var zone = text.substring(at).strip();
    if (zone.isEmpty() || zone.equalsIgnoreCase("Z") || zone.equals("00")) {
      return Optional.of(time.toInstant(ZoneOffset.UTC));
    }
    return numeric(zone, time).or(() -> WrittenDate.withTail(time, zone));
  }

  private static Optional<Instant> numeric(String zone, LocalDateTime time) {
    char sign = zone.charAt(0);
    return sign == '+' || sign == '-'
        ? Zones.offset(zone, time).map(time::toInstant)
        : Optional.empty();
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipBlank() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private int digitsFrom(int from) {
    return digits(text, from);
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i - from;
  }

  private int number(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    return value;
  }

  private int upTo2() {
    int digits = Math.min(2, digitsFrom(at));
    return digits == 0 ? -1 : number(digits);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
