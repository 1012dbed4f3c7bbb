package io.feedloom.feed;

/**
 * Removes markup from text, for programs that treat it as HTML although its format says that it is
 * text. Character references stay, because they could become markup when decoded.
 */
final class PlainMarkup {
  private static final String[] SILENT = {"script", "style", "template"};
  private static final String[] BLOCKS = {
    "br", "p", "/p", "div", "/div", "li", "/li", "tr", "/tr", "h1", "h2", "h3", "h4", "h5", "h6"
  };

  private PlainMarkup() {}

  /** Returns the text without tags, comments and scripts. A {@code <} that begins no tag stays. */
  static String strip(String text) {
    int open = text.indexOf('<');
    if (open < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int at = 0;
    int lastClose = text.lastIndexOf('>');
    while (open >= 0) {
      append(text, at, open, out);
      if (!beginsTag(text, open + 1)) {
        out.append('<');
        at = open + 1;
      } else if (open > lastClose) {
        out.append("< "); // the end of the tag may follow in the text after this one
        at = open + 1;
      } else {
        at = end(text, open);
        if (isAny(BLOCKS, text, open + 1)) {
          out.append('\n');
        }
      }
      open = text.indexOf('<', at);
    }
    append(text, at, text.length(), out);
    return out.toString().strip();
  }

  /** Appends a part of the text. Prevents two parts from forming a tag where they meet. */
  private static void append(String text, int from, int to, StringBuilder out) {
    boolean joins = !out.isEmpty() && out.charAt(out.length() - 1) == '<';
    if (joins && from < to && beginsTag(text, from)) {
      out.append(' ');
    }
    out.append(text, from, to);
  }

  private static boolean beginsTag(String text, int at) {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!' || c == '?';
  }

  /** Returns where the text continues after a tag, a comment, or an element with hidden text. */
  private static int end(String text, int open) {
    if (text.startsWith("<!--", open)) {
      int close = text.indexOf("-->", open + 4);
      return close < 0 ? text.length() : close + 3;
    }
    int close = text.indexOf('>', open) + 1;
    if (isAny(SILENT, text, open + 1)) {
      int next = text.indexOf("</", close);
      while (next >= 0 && !isAny(SILENT, text, next + 2)) {
        next = text.indexOf("</", next + 2);
      }
      int end = next < 0 ? 0 : text.indexOf('>', next) + 1;
      return end == 0 ? text.length() : end;
    }
    return close;
  }

  private static boolean isAny(String[] names, String text, int at) {
    for (var name : names) {
      int end = at + name.length();
      if (text.regionMatches(true, at, name, 0, name.length())
          && (end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
