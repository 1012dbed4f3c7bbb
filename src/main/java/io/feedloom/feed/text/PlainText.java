package io.feedloom.feed.text;

import java.util.Locale;
import java.util.Set;

/**
 * Converts HTML to plain text on one line. It removes tags, comments and scripts, and resolves
 * character references once. Inline tags disappear, so {@code <b>Ko</b>tlin} is one word. Tags of
 * blocks and line breaks separate words.
 *
 * <p>Something like a tag that is not an HTML tag is text, such as {@code List<T>} in a title.
 * Every input takes linear time.
 */
public final class PlainText {
  private static final Set<String> INLINE =
      names(
          "a abbr acronym applet audio b base basefont bdi bdo big blink button canvas cite code"
              + " col colgroup data datalist del dfn em embed font frame head html i iframe img"
              + " input ins kbd label link map area mark marquee math meta nobr noscript object"
              + " optgroup output param picture progress q rb rp rt rtc ruby s samp script select"
              + " small source span strike strong style sub sup svg template textarea time title"
              + " track tt u var video wbr noframes frameset mi mn mo ms mtext mspace mrow mfrac"
              + " msqrt mroot mstyle merror mpadded mphantom mfenced msub msup msubsup munder mover"
              + " munderover mmultiscripts mprescripts semantics");

  /** Elements that end a word. */
  private static final Set<String> BLOCK =
      names(
          "address article aside blockquote body br caption center dd details dialog dir div dl dt"
              + " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend"
              + " li main menu nav ol option p pre section summary table tbody td tfoot th thead tr"
              + " ul mtable mtr mtd");

  private static final Set<String> HIDDEN = Set.of("script", "style", "template", "noframes");

  private static final int MAX_NAME_LENGTH = 20;
  private static final String DOCTYPE = "<!doctype";
  private static final char NO_BREAK_SPACE = '\u00A0';

  private final String html;
  private final Line line;
  private final StringBuilder character = new StringBuilder();

  private PlainText(String html, Line line) {
    this.html = html;
    this.line = line;
  }

  private static Set<String> names(String list) {
    return Set.of(list.split(" "));
  }

  /** Returns the text of an entry's HTML. No-break spaces become blanks. */
  public static String of(String html) {
    return of(html, Integer.MAX_VALUE);
  }

  /**
   * Returns the beginning of the text of an entry's HTML. If the result is longer than {@code
   * most}, more text may follow.
   *
   * @param most reading stops when the text is longer than this, in characters (UTF-16 code units)
   */
  public static String of(String html, int most) {
    var text = new PlainText(html, new Line(html.length(), true));
    text.read(most);
    return text.line.text();
  }

  /**
   * Returns the text of a title, a name or a label. No-break spaces stay, because these texts are
   * part of an entry's identity.
   */
  public static String ofField(String html) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return collapse(html);
    }
    var text = new PlainText(html, new Line(html.length(), false));
    text.read(Integer.MAX_VALUE);
    return text.line.text();
  }

  /** Returns plain text on one line. No-break spaces stay. */
  public static String collapse(String text) {
    if (isCollapsed(text)) {
      return text;
    }
    var line = new Line(text.length(), false);
    line.append(text, 0, text.length());
    return line.text();
  }

  private static boolean isCollapsed(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && isBlank(c)) || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return before != ' ' || text.isEmpty();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  /** Collects text. Writes one blank for each run of blanks, and none at the ends. */
  private static final class Line {
    private final StringBuilder out;
    private final boolean breaksAnywhere;
    private boolean blank;

    /**
     * @param breaksAnywhere whether no-break spaces are blanks
     */
    Line(int expected, boolean breaksAnywhere) {
      out = new StringBuilder(Math.min(expected, 4096));
      this.breaksAnywhere = breaksAnywhere;
    }

    void append(CharSequence text, int from, int to) {
      for (int i = from; i < to; i++) {
        append(text.charAt(i));
      }
    }

    void append(char c) {
      if (isBlank(c) || (c == NO_BREAK_SPACE && breaksAnywhere)) {
        blank = true;
        return;
      }
      if (blank && !out.isEmpty()) {
        out.append(' ');
      }
      blank = false;
      out.append(c);
    }

    int length() {
      return out.length();
    }

    String text() {
      return out.toString();
    }
  }

  private void read(int most) {
    int at = 0;
    while (at < html.length() && line.length() <= most) {
      switch (html.charAt(at)) {
        case '<' -> at = tag(at);
        case '&' -> {
          character.setLength(0);
          at += HtmlEntities.decodeAt(html, at, character);
          line.append(character, 0, character.length());
        }
        default -> line.append(html.charAt(at++));
      }
    }
  }

  /**
   * Reads a tag or other text that begins with an angle bracket. Returns where the text continues.
   */
  private int tag(int at) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 2);
      return end < 0 ? html.length() : end + 3;
    }
    if (html.regionMatches(true, at, DOCTYPE, 0, DOCTYPE.length())) {
      int end = html.indexOf('>', at);
      return end < 0 ? html.length() : end + 1;
    }
    boolean closing = html.startsWith("</", at);
    int start = closing ? at + 2 : at + 1;
    int end = nameEnd(start);
    var name = html.substring(start, end).toLowerCase(Locale.ROOT);
    boolean block = BLOCK.contains(name);
    boolean known = block || INLINE.contains(name);
    int close = known && (end == html.length() || endsName(html.charAt(end))) ? tagEnd(end) : 0;
    if (close == 0) {
      line.append('<');
      return at + 1;
    }
    if (block) {
      line.append(' ');
    }
    return !closing && HIDDEN.contains(name) ? behind(name, close) : close;
  }

  private int nameEnd(int start) {
    int end = start;
    int last = Math.min(html.length(), start + MAX_NAME_LENGTH);
    while (end < last && isAsciiAlphanumeric(html.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Checks whether the name of a tag ends before this character. */
  public static boolean endsName(char c) {
    return c == '>' || c == '/' || c <= ' ';
  }

  /**
   * Returns where a tag ends; 0 if it has no end and is therefore no tag. A quotation mark is
   * ignored if another tag begins inside the quoted value.
   */
  private int tagEnd(int from) {
    char quote = 0;
    int closing = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '>' && quote == 0) {
        return i + 1;
      }
      closing = c == '>' && closing == 0 ? i + 1 : closing;
      if (c == '<') {
        return closing;
      }
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
        quote = c;
      }
    }
    return closing;
  }

  /** Returns where the text continues after an element with hidden content. */
  private int behind(String name, int from) {
    for (int i = html.indexOf("</", from); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i + 2, name, 0, name.length())) {
        return Math.max(i + 2, tagEnd(i + 2));
      }
    }
    return html.length();
  }
}
