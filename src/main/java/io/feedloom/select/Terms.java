package io.feedloom.select;

import io.feedloom.feed.Term;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a search in texts as people write it: {@code java "virtual threads" -kotlin}, in both
 * directions. A quote that is not closed reaches to the end.
 */
final class Terms {
  /** More would only slow the search. */
  private static final int MOST = 20;

  private static final int LONGEST = 500;

  /** A minus where there is one, then a phrase in quotes or a word. */
  private static final Pattern TERM = Pattern.compile("(-*)(?:\"([^\"]*)(?:\"|$)|([^\\s\"]+))");

  private static final Pattern QUOTES = Pattern.compile("[\u201C\u201D\u201E\u201F\u00AB\u00BB]");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]+");

  private Terms() {}

  /** Returns the terms; empty where there is none, or there are too many. */
  static Optional<List<Term>> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var terms = new ArrayList<Term>();
    var found = TERM.matcher(normal(text));
    while (found.find()) {
      var words = Optional.ofNullable(found.group(2)).orElse(found.group(3));
      if (words.codePoints().anyMatch(Terms::saysSomething)) {
        terms.add(new Term(words.strip(), !found.group(1).isEmpty()));
      }
    }
    return Optional.of(terms.stream().distinct().sorted().toList())
        .filter(all -> !all.isEmpty() && all.size() <= MOST);
  }

  /** One spelling for all that are looked for alike. */
  private static String normal(String text) {
    var quoted = QUOTES.matcher(text).replaceAll("\"");
    var composed = Normalizer.normalize(quoted, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACES.matcher(Normalizer.normalize(composed, Normalizer.Form.NFKC)).replaceAll(" ");
  }

  /** Punctuation alone is no word. */
  private static boolean saysSomething(int c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL;
  }

  /** As it is written, not percent-encoded. */
  static String print(List<Term> terms) {
    return terms.stream().map(Terms::print).collect(Collectors.joining(" "));
  }

  private static String print(Term term) {
    boolean plain = term.text().indexOf(' ') < 0 && !term.text().startsWith("-");
    return (term.excludes() ? "-" : "") + (plain ? term.text() : '"' + term.text() + '"');
  }
}
