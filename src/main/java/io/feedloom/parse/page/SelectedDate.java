package io.feedloom.parse.page;

import io.feedloom.parse.date.FeedDate;
import java.text.Normalizer;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the dates of pages, in a format and language that the admin gives, or in usual ones. */
final class SelectedDate {
  private static final int LONGEST = 200;
  private static final List<TextStyle> STYLES =
      List.of(
          TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u202F]+");

  private final Optional<DateTimeFormatter> format;
  private final Map<String, Integer> months = new HashMap<>();
  private final Optional<Pattern> month;

  SelectedDate(Optional<String> pattern, Optional<String> language) {
    var locale = language.map(Locale::forLanguageTag).orElse(Locale.ENGLISH);
    this.format = pattern.map(text -> formatter(text, locale));
    if (language.isPresent() || pattern.isPresent()) {
      names(locale);
      if (locale.getLanguage().equals("en")) {
        names(Locale.UK);
      }
    }
    var alternatives =
        months.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(SelectedDate::bounded)
            .toList();
    this.month =
        alternatives.isEmpty()
            ? Optional.empty()
            : Optional.of(Pattern.compile("(" + String.join("|", alternatives) + ")\\.?"));
  }

  private static String bounded(String name) {
    boolean word = !Character.isIdeographic(name.codePointAt(name.length() - 1));
    return word
        ? "(?<![\\p{L}\\d])" + Pattern.quote(name) + "(?!\\p{L})"
        : "(?<!\\d)" + Pattern.quote(name);
  }

  /**
   * Checks a format.
   *
   * @throws IllegalArgumentException if it is none
   */
  private static DateTimeFormatter formatter(String pattern, Locale locale) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(plain(pattern))
        .toFormatter(locale);
  }

  /** Returns the pattern without days of the week, and with months as numbers. */
  private static String plain(String pattern) {
    var plain = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < pattern.length(); ) {
      char c = pattern.charAt(at);
      int end = at + 1;
      while (!quoted && end < pattern.length() && pattern.charAt(end) == c && c != '\'') {
        end++;
      }
      if (c == '\'') {
        quoted = !quoted;
        plain.append(c);
      } else if (!quoted && (c == 'E' || c == 'e' || c == 'c')) {
        while (end < pattern.length() && ",. ".indexOf(pattern.charAt(end)) >= 0) {
          end++;
        }
      } else if (!quoted && (c == 'M' || c == 'L') && end - at > 2) {
        plain.append('M');
        end += end < pattern.length() && pattern.charAt(end) == '.' ? 1 : 0;
      } else if (!quoted && (c == 'd' || c == 'H' || c == 'h')) {
        plain.append(end - at > 1 && digitFollows(pattern, end) ? pattern.substring(at, end) : c);
      } else if (!quoted && c == 'M') {
        plain.append(digitFollows(pattern, end) ? pattern.substring(at, end) : "M");
      } else {
        plain.append(pattern, at, end);
      }
      at = end;
    }
    return plain.toString().strip();
  }

  private static boolean digitFollows(String pattern, int at) {
    return at < pattern.length()
        && Character.isLetter(pattern.charAt(at))
        && pattern.charAt(at) < 128;
  }

  private void names(Locale locale) {
    for (var each : Month.values()) {
      for (var style : STYLES) {
        var name = folded(each.getDisplayName(style, locale)).replaceAll("\\.$", "");
        if (name.chars().anyMatch(Character::isLetter)) {
          months.putIfAbsent(name, each.getValue());
        }
      }
    }
  }

  private static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
        .replaceAll("");
  }

  private static String digits(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> plain.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return plain.toString();
  }

  /** Returns the date that a text means; empty if it means none. */
  Optional<String> read(String written) {
    var text = digits(BLANKS.matcher(written).replaceAll(" ").strip());
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    return format
        .flatMap(it -> formatted(it, text))
        .or(() -> usual(text))
        .or(() -> month.flatMap(_ -> usual(numbered(text))))
        .map(Instant::toString);
  }

  private static Optional<Instant> usual(String text) {
    int at = 0;
    for (int tries = 0; tries < 6 && at < text.length(); tries++) {
      var date = FeedDate.parse(text.substring(at));
      if (date.isPresent()) {
        return date;
      }
      int blank = text.indexOf(' ', at);
      at = blank < 0 ? text.length() : blank + 1;
    }
    return Optional.empty();
  }

  /** Returns the text with the numbers of months for their names. */
  private String numbered(String text) {
    return month
        .map(
            names ->
                names
                    .matcher(folded(text))
                    .replaceAll(
                        found ->
                            Matcher.quoteReplacement(String.valueOf(months.get(found.group(1))))))
        .orElse(text);
  }

  private Optional<Instant> formatted(DateTimeFormatter formatter, String text) {
    var forms = new ArrayList<>(List.of(numbered(text), text, folded(text)));
    for (var form : forms) {
      for (int at = 0; at < form.length(); at++) {
        boolean start = at == 0 || !Character.isLetterOrDigit(form.charAt(at - 1));
        if (start && Character.isLetterOrDigit(form.charAt(at))) {
          var date = at(formatter, form, at);
          if (date.isPresent()) {
            return date;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> at(DateTimeFormatter formatter, String text, int at) {
    try {
      var position = new ParsePosition(at);
      var parsed = formatter.parse(text, position);
      if (position.getIndex() < text.length()
          && Character.isDigit(text.charAt(position.getIndex()))
          && Character.isDigit(text.charAt(position.getIndex() - 1))) {
        return Optional.empty();
      }
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneId zone = parsed.query(TemporalQueries.zone());
      return date == null
          ? Optional.empty()
          : Optional.of(
              date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                  .atZone(zone == null ? ZoneOffset.UTC : zone)
                  .toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
