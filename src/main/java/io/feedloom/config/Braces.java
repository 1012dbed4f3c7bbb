package io.feedloom.config;

import java.util.regex.Pattern;

/**
 * Lets <code>${NAME}</code> stand without quotes between YAML's own braces, as in <code>
 * { bearer: ${TOKEN} }</code>, where YAML would take its braces for a mapping. Before the text is
 * parsed, the two braces give way to two characters for private use, one for one, so that every
 * place stays where it was; afterwards they come back.
 */
final class Braces {
  private static final char OPEN = '\uF8E0';
  private static final char CLOSE = '\uF8E1';
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private Braces() {}

  /** The text for YAML's eyes. A text that uses these characters itself is left as it is. */
  static String hide(String text) {
    if (!text.contains("${") || text.indexOf(OPEN) >= 0 || text.indexOf(CLOSE) >= 0) {
      return text;
    }
    return VARIABLE.matcher(text).replaceAll("\\$" + OPEN + "$1" + CLOSE);
  }

  /** The value as the admin wrote it. */
  static String show(String value) {
    return value.indexOf(OPEN) < 0 ? value : value.replace(OPEN, '{').replace(CLOSE, '}');
  }
}
