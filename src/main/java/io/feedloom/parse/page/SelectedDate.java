package io.feedloom.parse.page;

import io.feedloom.parse.date.FeedDate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the dates of pages, in a format and language that the admin gives, or in usual ones. */
final class SelectedDate {
  private static final int MAX_LENGTH = 200;

  /** Characters of a date without other words. */
  private static final int MAX_LENGTH_ALONE = 35;

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u202F\\u200E\\u200F]+");

  /** Formats with the name of the month, or in an order that every language reads alike. */
  private static final List<String> CLEAR =
      List.of(
          "d. MMMM yyyy",
          "MMMM d, yyyy",
          "yyyy MMMM d",
          "d-MMM-yyyy",
          "yyyy年M月d日",
          "yyyy년 M월 d일",
          "yyyy/M/d",
          "yyyy.M.d",
          "yyyy. M. d",
          "d.M.yyyy",
          "d. M. yyyy");

  private static final List<String> DAY_FIRST = List.of("d/M/yyyy", "d-M-yyyy", "d.M.yy");
  private static final List<String> MONTH_FIRST =
      List.of("M/d/yyyy", "M-d-yyyy", "d.M.yyyy", "M/d/yy");

  private static final Pattern ISO =
      Pattern.compile(
          "(?i)\\d{4}-\\d{1,2}-\\d{1,2}(?:(?:T|\\s)\\d{1,2}:?\\d{2}(?::?\\d{2}(?:[.,]\\d+)?)?\\s?(?:Z\\b|[+-]\\d{1,2}(?::?\\d{2})?)?)?");

  private static final Pattern IN_DIGITS =
      Pattern.compile("((?:19|20)\\d{2})(\\d{2})(\\d{2})(?:T?(\\d{2})(\\d{2})(\\d{2})?)?");
  private static final Pattern UNIX = Pattern.compile("-?\\d{9,15}(?:\\.\\d+)?");
  private static final Pattern OF_SCRIPT = Pattern.compile("/?Date\\((-?\\d{1,15})[+\\d]*\\)/?");
  private static final Pattern BETWEEN_NUMBERS = Pattern.compile(".*\\d\\s?[./-]\\s?\\d.*");

  /** Ends of numbers of days, and words between the parts of a date. */
  private static final Pattern ORDINAL =
      Pattern.compile("(?<=\\b\\d{1,2})(?:st|nd|rd|th|er|re|º|°|ª|-?го|-е)(?![\\p{L}])");

  private static final Pattern PARTICLE =
      Pattern.compile("(?<=[\\s\\d.])(?:de|del|of|di|da|den)\\s+(?=[\\p{L}\\d])");

  private static final int MILLISECONDS = 12;

  private final Optional<DatePattern> format;
  private final List<DatePattern> usual;
  private final Optional<Instant> now;
  private final boolean relative;

  /**
   * @param pattern of the admin
   * @param language of the admin, else that of the page
   * @param now the time of the answer, for dates without a year
   * @param relative whether dates such as "3 hours ago" are read
   */
  SelectedDate(
      Optional<String> pattern,
      Optional<String> language,
      String pageLanguage,
      Optional<Instant> now,
      boolean relative) {
    var tag = language.orElse(pageLanguage).strip().replace('_', '-');
    var locale = tag.isEmpty() ? Locale.ENGLISH : Locale.forLanguageTag(tag);
    var words = tag.isEmpty() ? MonthWords.ofAll() : MonthWords.of(locale);
    this.format = pattern.map(text -> DatePattern.of(text, locale, words));
    boolean monthFirst =
        locale.getCountry().equals("US")
            || (locale.getLanguage().equals("en") && locale.getCountry().isEmpty());
    this.usual =
        java.util.stream.Stream.concat(
                CLEAR.stream(), (monthFirst ? MONTH_FIRST : DAY_FIRST).stream())
            .flatMap(
                each ->
                    each.contains("MMM") && language.isEmpty() && !tag.isEmpty()
                        ? java.util.stream.Stream.of(
                            DatePattern.withTime(each, locale, words),
                            DatePattern.withTime(each, locale, MonthWords.ofAll()))
                        : java.util.stream.Stream.of(DatePattern.withTime(each, locale, words)))
            .toList();
    this.now = now;
    this.relative = relative;
  }

  /** Returns the date that an attribute or value for machines gives; empty if it gives none. */
  Optional<String> machine(String written) {
    var text = tidy(written);
    return iso(text).or(() -> read(text)).map(Instant::toString);
  }

  /** Returns the date that a text means; empty if it means none. */
  Optional<String> text(String written) {
    return read(tidy(written)).map(Instant::toString);
  }

  /** Returns the date that a number of seconds or milliseconds since 1970 means. */
  static Optional<Instant> unix(String number) {
    var whole = number.split("\\.", 2)[0];
    long value = Long.parseLong(whole);
    boolean millis = whole.replace("-", "").length() >= MILLISECONDS;
    return Optional.of(millis ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value));
  }

  private static String tidy(String written) {
    var plain = new StringBuilder(written.length());
    BLANKS
        .matcher(written)
        .replaceAll(" ")
        .strip()
        .codePoints()
        .forEach(
            c -> plain.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return plain.toString();
  }

  private Optional<Instant> read(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var folded = MonthWords.folded(text);
    var plain = PARTICLE.matcher(ORDINAL.matcher(folded).replaceAll("")).replaceAll("");
    return format
        .flatMap(it -> it.find(folded, now).or(() -> it.find(plain, now)))
        .or(() -> iso(text))
        .or(() -> numbers(text))
        .or(() -> relative ? now.flatMap(it -> RelativeDate.find(folded, it)) : Optional.empty())
        .or(() -> isProse(text) ? usual(plain) : Optional.empty())
        .or(() -> text.length() < 6 ? Optional.empty() : FeedDate.parse(text))
        .or(() -> usual(plain));
  }

  /** Returns whether a reader of feeds' dates would take parts of the text for others. */
  private static boolean isProse(String text) {
    return text.length() > MAX_LENGTH_ALONE || BETWEEN_NUMBERS.matcher(text).matches();
  }

  private Optional<Instant> usual(String plain) {
    return usual.stream().flatMap(each -> each.find(plain, now).stream()).findFirst();
  }

  private static Optional<Instant> iso(String text) {
    var found = ISO.matcher(text);
    return found.find()
        ? FeedDate.parse(found.start() == 0 && found.end() == text.length() ? text : found.group())
        : Optional.empty();
  }

  private static Optional<Instant> numbers(String text) {
    var digits = IN_DIGITS.matcher(text);
    if (digits.matches()) {
      var date = digits.group(1) + "-" + digits.group(2) + "-" + digits.group(3);
      var seconds = digits.group(6) == null ? "00" : digits.group(6);
      return FeedDate.parse(
          digits.group(4) == null
              ? date
              : date + "T" + digits.group(4) + ":" + digits.group(5) + ":" + seconds);
    }
    if (UNIX.matcher(text).matches()) {
      return unix(text);
    }
    var script = OF_SCRIPT.matcher(text);
    return script.matches()
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(script.group(1))))
        : Optional.empty();
  }
}
