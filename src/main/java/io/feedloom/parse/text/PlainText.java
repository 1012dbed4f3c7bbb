package io.feedloom.parse.text;

import java.util.Locale;
import java.util.Set;

/** What a reader sees of HTML: no markup, no scripts, references decoded once. */
public final class PlainText {
  /**
   * Elements that a title may hold; other things in angle brackets are text, such as {@code
   * List<T>}.
   */
  private static final Set<String> HTML =
      Set.of(
          ("a abbr acronym address applet area article aside audio b base basefont bdi bdo big"
               + " blink blockquote body br button canvas caption center cite code col colgroup"
               + " data dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure"
               + " font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe"
               + " img input ins kbd label legend li link main map mark marquee math menu meta nav"
               + " nobr noframes noscript object ol optgroup option output p param picture pre"
               + " progress q rp rt ruby s samp script section select small source span strike"
               + " strong style sub summary sup svg table tbody td template textarea tfoot th thead"
               + " time title tr track tt u ul var video wbr")
              .split(" "));

  private static final String DOCTYPE = "<!doctype";

  private static final Set<String> HIDDEN = Set.of("script", "style", "template", "noframes");

  /** Elements that end a word: what stands before and behind them is not one. */
  private static final Set<String> BLOCK =
      Set.of(
          "br",
          "p",
          "div",
          "li",
          "ul",
          "ol",
          "tr",
          "td",
          "th",
          "table",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "hr",
          "pre",
          "dd",
          "dt");

  private PlainText() {}

  /** HTML without its markup. */
  public static String ofHtml(String html) {
    if (html.indexOf('<') < 0) {
      return collapse(HtmlEntities.decode(html));
    }
    var out = new StringBuilder(html.length());
    int at = 0;
    while (at < html.length()) {
      int next = html.indexOf('<', at);
      int stop = next < 0 ? html.length() : next;
      out.append(HtmlEntities.decode(html.substring(at, stop)));
      at = next < 0 ? stop : tag(html, next, out);
    }
    return collapse(out.toString());
  }

  /** Text that is only text, on one line. */
  public static String collapse(String text) {
    if (isCollapsed(text)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBlank(c)) {
        blank = true;
      } else {
        if (blank && !out.isEmpty()) {
          out.append(' ');
        }
        blank = false;
        out.append(c);
      }
    }
    return out.toString();
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

  /** Reads what begins with an angle bracket, and says where to go on. */
  private static int tag(String html, int at, StringBuilder out) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 4);
      return end < 0 ? html.length() : end + 3;
    }
    if (html.regionMatches(true, at, DOCTYPE, 0, DOCTYPE.length())) {
      int end = html.indexOf('>', at);
      return end < 0 ? html.length() : end + 1;
    }
    boolean closing = html.startsWith("</", at);
    int start = closing ? at + 2 : at + 1;
    int end = start;
    while (end < html.length() && isAsciiAlphanumeric(html.charAt(end))) {
      end++;
    }
    var name = html.substring(start, end).toLowerCase(Locale.ROOT);
    if (!HTML.contains(name) || (end < html.length() && !endsName(html.charAt(end)))) {
      out.append('<');
      return at + 1;
    }
    int close = tagEnd(html, end);
    if (close == 0) {
      out.append('<');
      return at + 1;
    }
    if (BLOCK.contains(name)) {
      out.append(' ');
    }
    return !closing && HIDDEN.contains(name) ? behind(html, name, close) : close;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  public static boolean endsName(char c) {
    return c == '>' || c == '/' || c <= ' ';
  }

  /**
   * Behind the end of a tag. A quote that another tag begins in was none, and what never ends is no
   * tag: then 0.
   */
  private static int tagEnd(String html, int from) {
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

  private static int behind(String html, String name, int from) {
    for (int i = html.indexOf("</", from); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i + 2, name, 0, name.length())) {
        return Math.max(i + 2, tagEnd(html, i + 2));
      }
    }
    return html.length();
  }
}
