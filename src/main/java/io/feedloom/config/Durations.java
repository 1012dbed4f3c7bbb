package io.feedloom.config;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses and formats durations in the form of {@code feeds.yml}: {@code 90s}, {@code 15m}, {@code
 * 1h30m}, {@code 1d}.
 */
final class Durations {
  /** Valid in both ECMA 262 and Java. */
  static final String PATTERN = "(?=\\d)(\\d{1,6}d)?(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,9}s)?";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private Durations() {}

  static Duration parse(String text) throws InvalidValue {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new InvalidValue();
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)))
        .plusSeconds(number(parts.group(4)));
  }

  private static long number(@Nullable String part) {
    return part == null ? 0 : Long.parseLong(part.substring(0, part.length() - 1));
  }

  /** Returns the shortest form: {@code 1h30m} for ninety minutes, {@code 1d} for 24 hours. */
  static String format(Duration span) {
    var text = new StringBuilder();
    append(text, span.toDaysPart(), 'd');
    append(text, span.toHoursPart(), 'h');
    append(text, span.toMinutesPart(), 'm');
    append(text, span.toSecondsPart(), 's');
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, char unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
