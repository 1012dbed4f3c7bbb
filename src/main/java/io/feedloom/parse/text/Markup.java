package io.feedloom.parse.text;

import java.util.regex.Pattern;

/** Writes plain text as HTML. */
public final class Markup {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private Markup() {}

  /**
   * Returns plain text as HTML: blank lines separate paragraphs, other line breaks become {@code
   * br}. Text of one line stays without a paragraph.
   */
  public static String paragraphs(String text) {
    var lines = LINE_BREAK.split(text.strip(), -1);
    if (lines.length == 1) {
      return escape(lines[0]);
    }
    var out = new StringBuilder(text.length() + 16).append("<p>");
    var between = "";
    for (var line : lines) {
      if (line.isBlank()) {
        between = "</p><p>";
      } else {
        out.append(between);
        escape(line.stripTrailing(), out);
        between = "<br />";
      }
    }
    return out.append("</p>").toString();
  }

  public static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    escape(text, out);
    return out.toString();
  }

  public static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
