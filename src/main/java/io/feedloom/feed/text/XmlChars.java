package io.feedloom.feed.text;

/** Knows which characters an XML document may contain (XML 1.0 section 2.2). */
public final class XmlChars {
  private XmlChars() {}

  static boolean isLegal(int code) {
    return (code >= 0x20 && code <= 0xD7FF)
        || code == '\n'
        || code == '\t'
        || code == '\r'
        || (code >= 0xE000 && code <= 0xFFFD)
        || (code >= 0x10000 && code <= 0x10FFFF);
  }

  /** Returns the text without control characters and half surrogate pairs. */
  public static String legal(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var kept = new StringBuilder(text.length()).append(text, 0, i);
    while (i < text.length()) {
      int code = text.codePointAt(i);
      if (isLegal(code)) {
        kept.appendCodePoint(code);
      }
      i += Character.charCount(code);
    }
    return kept.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 0x20 && c < 0xD800) || c == '\n' || c == '\t' || c == '\r';
  }
}
