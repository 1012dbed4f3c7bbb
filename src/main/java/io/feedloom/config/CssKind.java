package io.feedloom.config;

import org.jsoup.select.QueryParser;

/** CSS selectors, as jsoup reads them. */
final class CssKind {
  /** The most characters of a selector. The time of a search grows with its length. */
  private static final int MAX_LENGTH = 1_000;

  /** A selector that matches elements of a page. */
  static final ScalarKind<String> SELECTOR =
      ScalarKind.of("a CSS selector", Kinds.texts("\\S"), CssKind::selector);

  private CssKind() {}

  private static String selector(String text) throws InvalidValue {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new InvalidValue(
          text.isBlank() ? "is empty" : "is longer than " + MAX_LENGTH + " characters");
    }
    try {
      QueryParser.parse(text.strip());
      return text.strip();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new InvalidValue("cannot be parsed");
    }
  }
}
