package io.feedloom.config;

import io.feedloom.feed.SelectorText;
import java.util.regex.Pattern;
import org.jsoup.select.Selector;

/** CSS selectors, as jsoup reads them. */
final class CssKind {
  /** The most characters of a selector. The time of a search grows with its length. */
  private static final int MAX_LENGTH = 1_000;

  /** Matches the end of the parser's message, which quotes what it could not read. */
  private static final Pattern REST = Pattern.compile("(?s).* '(.+)'$");

  private static final String EXPECTED = "a CSS selector";

  /** A selector of elements of a page. */
  static final ScalarKind<String> SELECTOR =
      ScalarKind.of(EXPECTED, Kinds.texts("\\S"), CssKind::selector);

  /** A selector of elements of entries, which must be fast on any text. */
  static final ScalarKind<String> OF_CONTENT =
      ScalarKind.of(
          EXPECTED,
          Kinds.texts("\\S"),
          text -> {
            var refused = SelectorText.refusal(text.strip());
            if (refused.isPresent()) {
              throw new InvalidValue(refused.get());
            }
            return selector(text);
          });

  private CssKind() {}

  /** Returns a selector without white space around it. */
  static String selector(String text) throws InvalidValue {
    var selector = text.strip();
    if (selector.isEmpty() || selector.length() > MAX_LENGTH) {
      throw new InvalidValue(
          selector.isEmpty() ? "is empty" : "is longer than " + MAX_LENGTH + " characters");
    }
    try {
      var _ = Selector.evaluatorOf(selector);
      return selector;
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new InvalidValue("cannot be read" + place(selector, e));
    }
  }

  private static String place(String selector, RuntimeException e) {
    var rest = REST.matcher(String.valueOf(e.getMessage()));
    int at = rest.matches() ? selector.lastIndexOf(rest.group(1)) : -1;
    return at < 0 ? "" : " from its character " + (at + 1) + " on";
  }
}
