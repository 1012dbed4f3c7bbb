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
 * Parses and prints searches as people write them: {@code java "virtual threads" -kotlin}. A quote
 * that is not closed reaches to the end.
 */
final class Terms {
  /** The most terms of a search. More would only make it slow. */
  private static final int MAX_TERMS = 20;

  private static final int MAX_LENGTH = 500;

  /** Matches an optional minus, and then a phrase in quotes or a word. */
  private static final Pattern TERM = Pattern.compile("(-*)(?:\"([^\"]*)(?:\"|$)|([^\\s\"]+))");

  private static final Pattern QUOTES = Pattern.compile("[\u201C\u201D\u201E\u201F\u00AB\u00BB]");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]+");

  private Terms() {}

  /** Returns the terms; empty if there are none or too many. */
  static Optional<List<Term>> read(String text) {
    if (text.length() > MAX_LENGTH) {
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
        .filter(all -> !all.isEmpty() && all.size() <= MAX_TERMS);
  }

  /** Returns the canonical spelling, which is the same for terms that find the same. */
  private static String normal(String text) {
    var quoted = QUOTES.matcher(text).replaceAll("\"");
    var composed = Normalizer.normalize(quoted, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACES.matcher(Normalizer.normalize(composed, Normalizer.Form.NFKC)).replaceAll(" ");
  }

  /** Returns whether the text contains a word and not just punctuation. */
  private static boolean saysSomething(int c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL;
  }

  /** Returns the search as people write it, not percent-encoded. */
  static String print(List<Term> terms) {
    return terms.stream().map(Terms::print).collect(Collectors.joining(" "));
  }

  private static String print(Term term) {
    boolean plain = term.text().indexOf(' ') < 0 && !term.text().startsWith("-");
    return (term.excludes() ? "-" : "") + (plain ? term.text() : '"' + term.text() + '"');
  }
}
