package io.feedloom.config;

/** Makes text from the admin's files safe to quote in a message. */
final class QuotedText {
  private static final int MAX_LENGTH = 60;

  private QuotedText() {}

  /** Returns the text on one line, without control characters, cut if it is long. */
  static String of(String text) {
    var line = text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c);
    var shown = new StringBuilder();
    line.limit(MAX_LENGTH + 1L).forEach(shown::appendCodePoint);
    return shown.codePointCount(0, shown.length()) > MAX_LENGTH
        ? shown.substring(0, shown.offsetByCodePoints(0, MAX_LENGTH)) + "…"
        : shown.toString();
  }
}
