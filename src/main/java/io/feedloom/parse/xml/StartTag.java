package io.feedloom.parse.xml;

import io.feedloom.feed.text.HtmlEntities;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes and the end of a start tag, read as browsers do: quotes may be missing. */
final class StartTag {
  private final String in;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private int at;
  private boolean complete;
  private boolean empty;

  /**
   * @param from the position after the element's name
   */
  StartTag(String in, int from) {
    this.in = in;
    at = from;
    read();
  }

  /** Returns whether it ends before the next tag begins; otherwise it is not a tag. */
  boolean isComplete() {
    return complete;
  }

  /** Returns whether the element is empty: the tag ends with a slash. */
  boolean isEmpty() {
    return empty;
  }

  /** Returns the position after its end. */
  int end() {
    return at;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  private void read() {
    while (at < in.length()) {
      char c = in.charAt(at);
      if (c == '<') {
        return;
      }
      if (c == '>') {
        at++;
        complete = true;
        return;
      }
      empty = c == '/';
      if (LenientXml.isNamePart(c)) {
        attribute();
      } else {
        at++;
      }
    }
  }

  private void attribute() {
    int start = at;
    while (at < in.length() && isNamePart(in.charAt(at))) {
      at++;
    }
    var name = in.substring(start, at);
    skipBlank();
    var value = "";
    if (at < in.length() && in.charAt(at) == '=') {
      at++;
      skipBlank();
      value = value();
    }
    if (attributes.size() < TreeBuilder.MAX_ATTRIBUTES) {
      attributes.putIfAbsent(name, value);
    }
  }

  private static boolean isNamePart(char c) {
    return LenientXml.isNamePart(c) || c == '$' || c == '#' || c == '@';
  }

  private String value() {
    char quote = at < in.length() ? in.charAt(at) : ' ';
    if (quote == '"' || quote == '\'') {
      return quoted(quote);
    }
    int start = at;
    while (at < in.length() && !endsBare(in.charAt(at))) {
      at++;
    }
    return decoded(in.substring(start, at));
  }

  private static boolean endsBare(char c) {
    return c == '>' || c == '<' || Character.isWhitespace(c);
  }

  /**
   * Reads a quoted value. If the value contains both {@code >} and {@code <}, the closing quote is
   * missing, and the value ends before the first of them.
   */
  private String quoted(char quote) {
    int start = at + 1;
    int end = start;
    int closing = -1;
    int opening = 0;
    while (end < in.length() && in.charAt(end) != quote && opening < 2) {
      closing = closing < 0 && in.charAt(end) == '>' ? end : closing;
      opening += in.charAt(end) == '<' ? 1 : 0;
      end++;
    }
    boolean balanced = end < in.length() && in.charAt(end) == quote && opening < 2;
    if (balanced && !(opening > 0 && closing >= 0)) {
      at = end + 1;
      return decoded(in.substring(start, end));
    }
    at = closing < 0 ? Math.max(start, in.indexOf('<', start)) : closing;
    return decoded(in.substring(start, at));
  }

  private static String decoded(String value) {
    if (value.indexOf('&') < 0) {
      return value;
    }
    var out = new StringBuilder();
    int i = 0;
    while (i < value.length()) {
      int length = value.charAt(i) == '&' ? HtmlEntities.reference(value, i, out) : 0;
      if (length == 0) {
        out.append(value.charAt(i));
        length = 1;
      }
      i += length;
    }
    return out.toString();
  }

  private void skipBlank() {
    while (at < in.length() && Character.isWhitespace(in.charAt(at))) {
      at++;
    }
  }
}
