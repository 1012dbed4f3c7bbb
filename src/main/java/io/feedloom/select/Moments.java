package io.feedloom.select;

import io.feedloom.feed.TimeBound;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses times as clients write them: an instant, a date, or a duration before now. */
public final class Moments {
  /** The allowed forms, for messages. */
  public static final String FORMS =
      "an RFC 3339 instant like 2026-11-24T03:00:00Z, a date like 2026-11-24, or how long ago in"
          + " minutes, hours, days or weeks: 30m, 24h, 7d, 2w";

  private static final Pattern AGO = Pattern.compile("(\\d{1,5})([mhdw])");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  /** Matches RFC 3339 section 5.6. A space may be a plus that the client did not percent-encode. */
  private static final Pattern INSTANT =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)([Zz]|[+"
              + " -]\\d\\d:\\d\\d)");

  private Moments() {}

  /**
   * Returns the time, to the millisecond. Returns empty if the text is invalid, or the year is not
   * 0 to 9999.
   */
  public static Optional<Instant> read(String text, Instant now) {
    try {
      return raw(text.strip(), now)
          .map(moment -> moment.truncatedTo(ChronoUnit.MILLIS))
          .filter(Moments::hasFourDigits);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Returns the limit in time; empty if {@link #read} refuses the text. */
  static Optional<TimeBound> bound(String text, Instant now) {
    return read(text, now).map(at -> new TimeBound(at, age(text)));
  }

  /** Returns the time span before now; empty if the text is not a time span. */
  private static Optional<Duration> age(String text) {
    return Optional.of(AGO.matcher(text.strip()))
        .filter(Matcher::matches)
        .map(ago -> duration(Integer.parseInt(ago.group(1)), ago.group(2)));
  }

  /** Returns a time span in its longest unit. */
  static String print(Duration age) {
    long minutes = age.toMinutes();
    if (minutes % 60 != 0 || minutes == 0) {
      return minutes + "m";
    }
    return minutes % (24 * 60) == 0 && minutes > 24 * 60 ? age.toDays() + "d" : age.toHours() + "h";
  }

  /** Returns a time span in words, as in "older than an hour". */
  public static String amount(Duration age) {
    var words = words(age);
    return words.contains(" ") ? words : (words.equals("hour") ? "an " : "a ") + words;
  }

  /** Returns a time span in words, as in "of the last hour". */
  public static String words(Duration age) {
    var text = print(age);
    var number = text.substring(0, text.length() - 1);
    var unit =
        switch (text.charAt(number.length())) {
          case 'm' -> "minute";
          case 'h' -> "hour";
          default -> "day";
        };
    return number.equals("1") ? unit : number + " " + unit + "s";
  }

  private static Optional<Instant> raw(String text, Instant now) {
    var age = age(text);
    if (age.isPresent()) {
      return age.map(ago -> before(now, ago).at());
    }
    if (DATE.matcher(text).matches()) {
      return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    var instant = INSTANT.matcher(text);
    if (instant.matches()) {
      var offset = instant.group(3).replace(' ', '+').toUpperCase(Locale.ROOT);
      var whole = instant.group(1) + "T" + instant.group(2) + offset;
      return Optional.of(OffsetDateTime.parse(whole).toInstant());
    }
    return Optional.empty();
  }

  private static Duration duration(int number, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7L * number);
    };
  }

  /**
   * Returns a limit relative to the rounded current time, so that equal requests within a step are
   * one selection.
   */
  static TimeBound before(Instant now, Duration ago) {
    boolean isShort = ago.compareTo(Duration.ofDays(1)) < 0;
    var step = isShort ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
    return new TimeBound(now.truncatedTo(step).minus(ago), Optional.of(ago));
  }

  private static boolean hasFourDigits(Instant moment) {
    int year = moment.atOffset(ZoneOffset.UTC).getYear();
    return year >= 0 && year <= 9999;
  }
}
