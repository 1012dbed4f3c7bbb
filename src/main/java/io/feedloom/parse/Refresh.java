package io.feedloom.parse;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the refresh of a header or a {@code <meta>} element (WHATWG HTML section 4.2.5.3). */
final class Refresh {
  private static final Pattern FORM =
      Pattern.compile("(?is)\\s*(\\d*)[\\d.]*(?:\\s*[;,]\\s*|\\s+)(?:url\\s*=\\s*)?(.*?)\\s*");

  private Refresh() {}

  /**
   * Returns the address as it is written. Empty if there is none, or if the browser shows the page
   * first.
   */
  static Optional<String> target(String content) {
    var form = FORM.matcher(content);
    if (!form.matches() || !form.group(1).chars().allMatch(digit -> digit == '0')) {
      return Optional.empty();
    }
    return Optional.of(unquoted(form.group(2))).filter(target -> !target.isBlank());
  }

  private static String unquoted(String target) {
    char quote = target.isEmpty() ? ' ' : target.charAt(0);
    if (quote != '"' && quote != '\'') {
      return target;
    }
    int end = target.indexOf(quote, 1);
    return end < 0 ? target.substring(1) : target.substring(1, end);
  }
}
