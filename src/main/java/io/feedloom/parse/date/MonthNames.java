package io.feedloom.parse.date;

import java.text.Normalizer;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Names of months in the languages that feeds are written in, accents and dots aside. */
final class MonthNames {
  private static final List<String> ENGLISH =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private MonthNames() {}

  /** The names in other languages. Created when a name that is not English is first read. */
  private static final class Others {
    private static final List<String> LANGUAGES =
        List.of(
            "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "ru",
            "uk", "bg", "el", "hu", "tr", "ro", "ca", "hr", "sl", "sr", "lt", "lv", "et", "id",
            "is", "eu", "gl", "vi");

    private static final Map<String, Integer> NUMBERS = numbers();

    private static Map<String, Integer> numbers() {
      var numbers = new HashMap<String, Integer>();
      for (var style :
          List.of(
              TextStyle.FULL,
              TextStyle.FULL_STANDALONE,
              TextStyle.SHORT,
              TextStyle.SHORT_STANDALONE)) {
        for (var language : LANGUAGES) {
          for (var month : Month.values()) {
            var name = month.getDisplayName(style, Locale.forLanguageTag(language));
            numbers.putIfAbsent(folded(name), month.getValue());
          }
        }
      }
      return numbers;
    }
  }

  /** Returns the month, 1 to 12, of a name or number. */
  static OptionalInt number(String word) {
    var name = folded(word);
    if (name.isEmpty()) {
      return OptionalInt.empty();
    }
    if (name.matches("[0-9]{1,2}")) {
      return OptionalInt.of(Integer.parseInt(name));
    }
    int english = name.length() < 3 ? -1 : ENGLISH.indexOf(name.substring(0, 3));
    if (english >= 0 && isEnglish(name, english)) {
      return OptionalInt.of(english + 1);
    }
    var other = Others.NUMBERS.get(name);
    if (other != null) {
      return OptionalInt.of(other);
    }
    return english >= 0 ? OptionalInt.of(english + 1) : OptionalInt.empty();
  }

  private static boolean isEnglish(String name, int index) {
    var full = Month.of(index + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    return full.toLowerCase(Locale.ROOT).startsWith(name) || name.equals("sept");
  }

  private static String folded(String name) {
    var lower = name.toLowerCase(Locale.ROOT).replace(".", "");
    return lower.chars().allMatch(c -> c < 128)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
