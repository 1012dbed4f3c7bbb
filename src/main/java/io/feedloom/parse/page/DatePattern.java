package io.feedloom.parse.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of {@link DateTimeFormatter} as an expression that finds such a date in a text. It is
 * more lenient than the formatter: names of months in any case, with or without accents and points;
 * any name of a day of the week; one digit or two.
 */
final class DatePattern {
  private static final int BUDDHIST_ERA = 543;
  private static final String ZONE =
      "z\\b|[+-]\\d{1,2}:?(?:\\d{2})?|[a-z]{2,12}/[a-z_]+|[a-z]{2,5}\\b";

  /** A time that follows a date, with the usual words between them. */
  private static final String TIME =
      "(?:[\\s,|·–—-]*(?:um|at|a las|a|alle ore|alle|ore|kl|om|o|klo|в|às|as)?[\\s.]*)?";

  private enum Field {
    YEAR,
    SHORT_YEAR,
    MONTH,
    MONTH_NAME,
    DAY,
    DAY_OF_YEAR,
    HOUR,
    HALF,
    MINUTE,
    SECOND,
    ZONE
  }

  private final MonthWords months;
  private final String evening;
  private final List<Field> fields = new ArrayList<>();
  private final StringBuilder regex = new StringBuilder();
  private final Pattern pattern;

  private DatePattern(String format, Locale locale, MonthWords months, boolean timeFollows) {
    this.months = months;
    var half = DateTimeFormatter.ofPattern("a", locale);
    this.evening = MonthWords.folded(half.format(LocalTime.of(13, 0)));
    var morning = MonthWords.folded(half.format(LocalTime.of(1, 0)));
    regex.append("(?<![\\d])");
    var halves = "[ap]\\.?\\s?m\\b\\.?|" + Pattern.quote(morning) + "|" + Pattern.quote(evening);
    all(format, halves);
    regex.append("(?!\\d)");
    if (timeFollows) {
      regex.append("(?:").append(TIME);
      group(Field.HOUR, "(?<!\\d)\\d{1,2}");
      regex.append("[:.h時点시]\\s?");
      group(Field.MINUTE, "\\d{2}");
      regex.append("(?::");
      group(Field.SECOND, "\\d{2}");
      regex.append("(?:[.,]\\d+)?)?\\s*");
      group(Field.HALF, halves);
      regex.append("?\\s*");
      group(Field.ZONE, ZONE);
      regex.append("?)?");
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /** Makes a pattern of a format that {@link DateTimeFormatter} accepts. */
  static DatePattern of(String format, Locale locale, MonthWords months) {
    return new DatePattern(format, locale, months, false);
  }

  /** Makes a pattern that reads a time after the date, too. */
  static DatePattern withTime(String format, Locale locale, MonthWords months) {
    return new DatePattern(format, locale, months, true);
  }

  private void all(String format, String halves) {
    for (int at = 0; at < format.length(); ) {
      char c = format.charAt(at);
      int end = at + 1;
      if (c == '\'') {
        end = quoted(format, at);
      } else if (isLetter(c)) {
        while (end < format.length() && format.charAt(end) == c) {
          end++;
        }
        boolean adjacent = end < format.length() && isLetter(format.charAt(end));
        field(c, end - at, adjacent, halves);
      } else if (c == '[') {
        regex.append("(?:");
      } else if (c == ']') {
        regex.append(")?");
      } else {
        literal(String.valueOf(c));
      }
      at = end;
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Adds a quoted text, and returns where it ends. */
  private int quoted(String format, int at) {
    if (format.startsWith("''", at)) {
      literal("'");
      return at + 2;
    }
    int end = format.indexOf('\'', at + 1);
    literal(format.substring(at + 1, end < 0 ? format.length() : end));
    return end < 0 ? format.length() : end + 1;
  }

  private void literal(String text) {
    MonthWords.folded(text)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c) || c == 0xA0) {
                regex.append("\\s*");
              } else {
                regex.append(Pattern.quote(Character.toString(c)));
                regex.append(c == '.' || c == ',' ? "?\\s*" : "");
              }
            });
  }

  private void group(Field field, String expression) {
    fields.add(field);
    regex.append('(').append(expression).append(')');
  }

  private void field(char letter, int count, boolean adjacent, String halves) {
    var number = adjacent ? "\\d{" + count + "}" : "\\d{1,2}";
    switch (letter) {
      case 'y', 'u' -> {
        boolean isShort = count == 2;
        group(isShort ? Field.SHORT_YEAR : Field.YEAR, isShort ? "\\d{2}" : "\\d{4}");
      }
      case 'M', 'L' -> {
        group(count > 2 ? Field.MONTH_NAME : Field.MONTH, count > 2 ? months.regex() : number);
        regex.append(count > 2 ? "\\.?" : "");
      }
      case 'd' -> group(Field.DAY, number);
      case 'D' -> group(Field.DAY_OF_YEAR, "\\d{1,3}");
      case 'H', 'h', 'k', 'K' -> group(Field.HOUR, number);
      case 'm' -> group(Field.MINUTE, "\\d{2}");
      case 's' -> group(Field.SECOND, "\\d{2}");
      case 'S', 'n' -> regex.append("\\d+");
      case 'a' -> group(Field.HALF, halves);
      case 'z', 'v', 'V', 'O', 'X', 'x', 'Z' -> group(Field.ZONE, ZONE);
      default -> regex.append("(?:[\\p{L}\\p{M}][\\p{L}\\p{M}'’-]*\\.?)?");
    }
  }

  /**
   * Finds the first such date.
   *
   * @param folded the text, as {@link MonthWords#folded} returns it
   * @param now for dates without a year; they are of the last twelve months
   */
  Optional<Instant> find(String folded, Optional<Instant> now) {
    var found = pattern.matcher(folded);
    for (int start = 0; start <= folded.length() && found.find(start); start = found.start() + 1) {
      var date = instant(found, now);
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> instant(Matcher found, Optional<Instant> now) {
    var values = new EnumMap<Field, String>(Field.class);
    for (int i = 0; i < fields.size(); i++) {
      if (found.group(i + 1) != null) {
        values.putIfAbsent(fields.get(i), found.group(i + 1));
      }
    }
    try {
      return date(values, now)
          .map(day -> day.atTime(time(values)))
          .map(time -> time.toInstant(offset(values, time)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<LocalDate> date(Map<Field, String> values, Optional<Instant> now) {
    int day = number(values, Field.DAY, 1);
    var name = values.get(Field.MONTH_NAME);
    var month = name == null ? Optional.of(number(values, Field.MONTH, 1)) : months.month(name);
    int year = number(values, Field.YEAR, 2000 + number(values, Field.SHORT_YEAR, -2000));
    if (month.isEmpty()) {
      return Optional.empty();
    }
    if (year == 0) {
      return now.map(instant -> lately(month.get(), day, instant));
    }
    int christian = year > 2400 && year < 2700 ? year - BUDDHIST_ERA : year;
    var dayOfYear = values.get(Field.DAY_OF_YEAR);
    return Optional.of(
        dayOfYear == null
            ? LocalDate.of(christian, month.get(), day)
            : LocalDate.ofYearDay(christian, Integer.parseInt(dayOfYear)));
  }

  /** Returns the last such day, or the next day if it is that. */
  private static LocalDate lately(int month, int day, Instant now) {
    var last = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
    int year = last.getYear();
    for (int back = 0; back < 8; back++) {
      boolean exists = month != 2 || day < 29 || IsoChronology.INSTANCE.isLeapYear(year - back);
      if (exists && !LocalDate.of(year - back, month, day).isAfter(last)) {
        return LocalDate.of(year - back, month, day);
      }
    }
    return LocalDate.of(year, month, day);
  }

  private static int number(Map<Field, String> values, Field field, int otherwise) {
    var text = values.get(field);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private LocalTime time(Map<Field, String> values) {
    int hour = number(values, Field.HOUR, 0);
    var half = values.get(Field.HALF);
    if (half != null && hour <= 12) {
      boolean isEvening = half.charAt(0) == 'p' || half.equals(evening);
      hour = hour % 12 + (isEvening ? 12 : 0);
    }
    return LocalTime.of(
        hour % 24, number(values, Field.MINUTE, 0), number(values, Field.SECOND, 0));
  }

  /** Returns the offset; UTC if there is none, or an unknown one. */
  private static ZoneOffset offset(Map<Field, String> values, LocalDateTime time) {
    var zone = values.getOrDefault(Field.ZONE, "");
    if (zone.startsWith("+") || zone.startsWith("-")) {
      var digits = zone.substring(1).replace(":", "");
      int minutes =
          digits.length() > 2 ? Integer.parseInt(digits.substring(digits.length() - 2)) : 0;
      int hours =
          Integer.parseInt(digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits);
      int total = hours * 60 + minutes;
      return ZoneOffset.ofTotalSeconds((zone.startsWith("-") ? -total : total) * 60);
    }
    if (zone.indexOf('/') > 0) {
      return ZoneId.getAvailableZoneIds().stream()
          .filter(zone::equalsIgnoreCase)
          .findFirst()
          .map(id -> ZoneId.of(id).getRules().getOffset(time))
          .orElse(ZoneOffset.UTC);
    }
    return ZoneOffset.ofTotalSeconds(ZoneWords.minutes(zone) * 60);
  }
}
