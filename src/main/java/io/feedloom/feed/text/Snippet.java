package io.feedloom.feed.text;

/** Shortens texts for lists and summaries. */
public final class Snippet {
  private Snippet() {}

  /**
   * Returns the beginning of the text of HTML, with an ellipsis if something follows. It cuts
   * between two words if possible, and never inside a character.
   *
   * @param most the greatest length without the ellipsis, in code points
   */
  public static String of(String html, int most) {
    var text = PlainText.of(html, 2 * most);
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    var head = text.substring(0, text.offsetByCodePoints(0, most));
    boolean whole = text.charAt(head.length()) == ' ';
    int space = whole ? head.length() : head.lastIndexOf(' ');
    return (space > most / 2 ? head.substring(0, space) : head) + "…";
  }
}
