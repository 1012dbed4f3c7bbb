package io.feedloom.feed.text;

/**
 * Classes and ids of HTML in a compact form: one line for each element that has any, with the
 * number of elements since the last such element, the classes and the id, separated by tabs.
 *
 * <p>The HTML must be as the sanitizer writes it: attributes in double quotes, and no bracket that
 * is not a tag's.
 */
final class HtmlMarks {
  private static final String CLASS = " class=\"";
  private static final String ID = " id=\"";

  /** The most characters of the classes of one element. */
  private static final int MAX_CLASSES = 300;

  /** The most characters of all marks of a text. */
  private static final int MAX_MARKS = 64 * 1024;

  private HtmlMarks() {}

  /** Returns whether the HTML contains classes or ids. */
  static boolean isIn(String html) {
    return html.contains(CLASS) || html.contains(ID);
  }

  /** Returns the HTML without classes and ids, and these. */
  static HtmlText takenOut(String html) {
    var out = new StringBuilder(html.length());
    var marks = new StringBuilder();
    int skipped = 0;
    int done = 0;
    for (int at = start(html, 0); at >= 0; at = start(html, at + 1)) {
      int end = html.indexOf('>', at);
      if (end < 0) {
        break;
      }
      var tag = html.substring(at, end);
      var classes = value(tag, CLASS);
      var id = value(tag, ID);
      if (classes.isEmpty() && id.isEmpty()) {
        skipped++;
      } else if (marks.length() < MAX_MARKS) {
        marks.append(skipped).append('\t').append(cut(classes)).append('\t');
        marks.append(id.length() > MAX_CLASSES ? "" : id.strip()).append('\n');
        skipped = 0;
      } else {
        skipped++;
      }
      out.append(html, done, at).append(without(without(tag, CLASS), ID));
      done = end;
    }
    return HtmlText.of(out.append(html, done, html.length()).toString(), marks.toString());
  }

  /** Returns the position of the next start tag; negative if there is none. */
  private static int start(String html, int from) {
    int at = html.indexOf('<', from);
    while (at >= 0 && (at + 1 >= html.length() || html.charAt(at + 1) == '/')) {
      at = html.indexOf('<', at + 1);
    }
    return at;
  }

  private static String value(String tag, String name) {
    int at = tag.indexOf(name);
    if (at < 0) {
      return "";
    }
    int begin = at + name.length();
    int end = tag.indexOf('"', begin);
    return end < 0 ? "" : tag.substring(begin, end);
  }

  private static String without(String tag, String name) {
    int at = tag.indexOf(name);
    int end = at < 0 ? -1 : tag.indexOf('"', at + name.length());
    return end < 0 ? tag : tag.substring(0, at) + tag.substring(end + 1);
  }

  /** Returns classes with one blank between them, as many as fit. */
  private static String cut(String classes) {
    var plain = PlainText.collapse(classes);
    int end = plain.length() <= MAX_CLASSES ? plain.length() : plain.lastIndexOf(' ', MAX_CLASSES);
    return plain.substring(0, Math.max(0, end));
  }

  /** Returns the HTML with these classes and ids. */
  static String putIn(String html, String marks) {
    var out = new StringBuilder(html.length() + marks.length() + 64);
    int done = 0;
    int at = -1;
    for (int line = 0; line < marks.length(); ) {
      int tab = marks.indexOf('\t', line);
      int second = marks.indexOf('\t', tab + 1);
      int end = marks.indexOf('\n', second + 1);
      if (tab < 0 || second < 0 || end < 0) {
        break;
      }
      int skipped = Integer.parseInt(marks, line, tab, 10);
      for (int i = 0; i <= skipped; i++) {
        at = start(html, at + 1);
        if (at < 0) {
          return out.append(html, done, html.length()).toString();
        }
      }
      int name = at + 1;
      while (name < html.length() && Character.isLetterOrDigit(html.charAt(name))) {
        name++;
      }
      out.append(html, done, name);
      append(out, CLASS, marks.substring(tab + 1, second));
      append(out, ID, marks.substring(second + 1, end));
      done = name;
      line = end + 1;
    }
    return out.append(html, done, html.length()).toString();
  }

  private static void append(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      out.append(name).append(value).append('"');
    }
  }
}
