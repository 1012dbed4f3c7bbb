package io.feedloom.parse.page;

import java.text.Normalizer;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of months of one language, or of all languages. */
final class MonthWords {
  private static final List<TextStyle> STYLES =
      List.of(
          TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);

  /** Names in these languages win over the same names of other months in other languages. */
  private static final List<String> COMMON =
      List.of("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "pl", "cs", "fi", "ru");

  private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");

  /** A word that may be the name of a month. */
  private static final String ANY_WORD = "\\p{L}[\\p{L}\\p{M}]*";

  private final Map<String, Integer> months;
  private final String regex;

  private MonthWords(Map<String, Integer> months, String regex) {
    this.months = months;
    this.regex = regex;
  }

  /** Loads the names of all languages when they are first needed. */
  private static final class All {
    private static final MonthWords WORDS = all();
  }

  /** Returns the names of a language, and the English ones. */
  static MonthWords of(Locale locale) {
    var months = new HashMap<String, Integer>();
    add(months, locale, new HashSet<>());
    add(months, Locale.US, new HashSet<>());
    add(months, Locale.UK, new HashSet<>());
    var regex =
        months.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(MonthWords::bounded)
            .collect(Collectors.joining("|"));
    return new MonthWords(months, regex);
  }

  /** Returns the names of all languages, without those that mean different months. */
  static MonthWords ofAll() {
    return All.WORDS;
  }

  private static MonthWords all() {
    var months = new HashMap<String, Integer>();
    for (var language : COMMON) {
      add(months, Locale.forLanguageTag(language), new HashSet<>());
    }
    var common = Set.copyOf(months.keySet());
    var ambiguous = new HashSet<String>();
    Arrays.stream(Locale.getAvailableLocales())
        .filter(locale -> locale.getCountry().isEmpty() && !locale.getLanguage().isEmpty())
        .sorted(Comparator.comparing(Locale::toLanguageTag))
        .forEach(locale -> add(months, locale, ambiguous));
    ambiguous.removeAll(common);
    months.keySet().removeAll(ambiguous);
    return new MonthWords(months, ANY_WORD);
  }

  private static void add(Map<String, Integer> months, Locale locale, Set<String> ambiguous) {
    for (var month : Month.values()) {
      for (var style : STYLES) {
        var name = folded(month.getDisplayName(style, locale)).replaceAll("\\.$", "").strip();
        if (name.codePoints().anyMatch(Character::isLetter) && name.length() > 1) {
          var before = months.putIfAbsent(name, month.getValue());
          if (before != null && before != month.getValue()) {
            ambiguous.add(name);
          }
        }
      }
    }
  }

  private static String bounded(String name) {
    boolean ideographic = Character.isIdeographic(name.codePointBefore(name.length()));
    return (Character.isDigit(name.charAt(0)) ? "(?<!\\d)" : "(?<!\\p{L})")
        + Pattern.quote(name)
        + (ideographic ? "" : "(?![\\p{L}])");
  }

  /** Returns an expression that matches the names in folded text; some of its matches are none. */
  String regex() {
    return regex;
  }

  /** Returns the month of a name in folded text; empty if it is none. */
  Optional<Integer> month(String name) {
    return Optional.ofNullable(months.get(name));
  }

  /** Returns text in small letters without accents. */
  static String folded(String text) {
    var apart =
        Normalizer.normalize(
            text.toLowerCase(Locale.ROOT).replace('ı', 'i').replace('ς', 'σ'), Normalizer.Form.NFD);
    return Normalizer.normalize(ACCENTS.matcher(apart).replaceAll(""), Normalizer.Form.NFC);
  }
}
