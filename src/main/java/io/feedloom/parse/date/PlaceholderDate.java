package io.feedloom.parse.date;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Recognizes dates that software writes if it has no date: the zero of its clock, in its own zone
 * or another, and the last date that it can represent.
 */
final class PlaceholderDate {
  /**
   * The zero times of Windows, SQL Server, Delphi and Excel, NTP and forms of .NET, the old
   * Macintosh, Unix, and FAT.
   */
  private static final List<Long> ZEROS =
      Stream.of(
              "1601-01-01",
              "1753-01-01",
              "1899-12-30",
              "1899-12-31",
              "1900-01-01",
              "1904-01-01",
              "1970-01-01",
              "1980-01-01")
          .map(day -> LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond())
          .toList();

  /** Placeholders always have a time. A day without a time may mean a known year. */
  private static final long FAT = ZEROS.getLast();

  /** The largest offset of a zone. */
  private static final long WIDEST = Duration.ofHours(14).toSeconds();

  /** All offsets of zones are multiples of this. */
  private static final long STEP = Duration.ofMinutes(15).toSeconds();

  /** After the last zero, in any zone. */
  private static final long LATEST = FAT + WIDEST;

  private static final Instant LAST_YEAR = Instant.parse("9998-12-31T00:00:00Z");

  /** A year, perhaps with a month, as people write an inexact date. */
  private static final Pattern INEXACT = Pattern.compile("\\D*\\d{4}(?:[-/]\\d{1,2})?");

  private static final Pattern TIME =
      Pattern.compile("(?:(?<!\\d)(\\d{1,2}):(\\d{2})(?::(\\d{2}))?|T(\\d{2})(\\d{2})(\\d{2})?)");

  private static final Pattern ZONE = Pattern.compile("[+-]\\d|(?i)(?<![a-z])(?![ap]m)[a-z]");

  private PlaceholderDate() {}

  /**
   * Checks a date.
   *
   * @param written the text that was read as this instant
   */
  static boolean is(Instant date, String written) {
    long second = date.getEpochSecond();
    if (second > LATEST) {
      return date.isAfter(LAST_YEAR);
    }
    return ZEROS.stream().anyMatch(zero -> isZero(second - zero, zero, written));
  }

  private static boolean isZero(long difference, long zero, String written) {
    boolean unix = zero == 0;
    if (unix && difference == -1) {
      return true;
    }
    if (Math.abs(difference) > WIDEST || difference % STEP != 0) {
      return false;
    }
    var time = TIME.matcher(written);
    return time.find()
        ? difference == 0
            || isMidnight(time)
            || (unix && !ZONE.matcher(written.substring(time.end())).find())
        : zero != FAT && !INEXACT.matcher(written).matches();
  }

  /** Returns whether the time is a zero in the zone that the date names. */
  private static boolean isMidnight(Matcher time) {
    return LongStream.rangeClosed(1, time.groupCount())
        .mapToObj(group -> time.group((int) group))
        .allMatch(part -> part == null || Integer.parseInt(part) == 0);
  }
}
