package io.feedloom.parse.page;

import java.util.Optional;

/** Reads a string of JavaScript (ECMA-262 section 12.9.4). */
final class ScriptText {
  private ScriptText() {}

  /**
   * Returns the text of a string; empty if it does not end.
   *
   * @param at where its opening quote is
   */
  static Optional<String> read(String script, int at) {
    char quote = script.charAt(at);
    var text = new StringBuilder();
    int next = at + 1;
    while (next < script.length() && script.charAt(next) != quote) {
      char c = script.charAt(next++);
      if (c != '\\' || next == script.length()) {
        text.append(c);
        continue;
      }
      char escaped = script.charAt(next++);
      int digits = escaped == 'u' ? 4 : escaped == 'x' ? 2 : 0;
      if (digits > 0) {
        if (next + digits > script.length()) {
          return Optional.empty();
        }
        try {
          text.append((char) Integer.parseInt(script.substring(next, next + digits), 16));
        } catch (NumberFormatException _) {
          return Optional.empty();
        }
        next += digits;
      } else {
        text.append(
            switch (escaped) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case 'b' -> '\b';
              case 'f' -> '\f';
              default -> escaped;
            });
      }
    }
    return next < script.length() ? Optional.of(text.toString()) : Optional.empty();
  }
}
