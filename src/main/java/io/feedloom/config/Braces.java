package io.feedloom.config;

import java.util.regex.Pattern;

/**
 * Allows <code>${NAME}</code> and <code>${file:PATH}</code> without quotes inside a YAML mapping
 * with braces, as in <code>
 *  { bearer: ${TOKEN} }</code>. YAML would read the inner braces as another mapping. So they are
 * replaced by two private-use characters before parsing, and restored afterwards. Lines and columns
 * stay the same.
 */
final class Braces {
  private static final char OPEN = '\uF8E0';
  private static final char CLOSE = '\uF8E1';
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(file:[^{}\\s]+|[A-Za-z_][A-Za-z0-9_]*)}");

  private Braces() {}

  /**
   * Returns the text for the YAML parser. Returns it unchanged if it already contains these
   * private-use characters.
   */
  static String hide(String text) {
    if (!text.contains("${") || text.indexOf(OPEN) >= 0 || text.indexOf(CLOSE) >= 0) {
      return text;
    }
    return VARIABLE.matcher(text).replaceAll("\\$" + OPEN + "$1" + CLOSE);
  }

  /** Returns the value as the admin wrote it. */
  static String show(String value) {
    return value.indexOf(OPEN) < 0 ? value : value.replace(OPEN, '{').replace(CLOSE, '}');
  }
}
