package io.feedloom.feed.text;

import org.jspecify.annotations.Nullable;

/**
 * HTML with its plain text, which is made once, at its first use, and with the classes and ids that
 * its elements had. Readers never see these; rules choose elements by them. Two are equal if their
 * HTML is. Safe for use by many threads.
 */
public final class HtmlText {
  private final String html;
  private final String marks;

  /** Two threads may both make it, and then make the same. */
  private @Nullable String plain;

  private HtmlText(String html, String marks) {
    this.html = html;
    this.marks = marks;
  }

  /** Returns a text of this HTML, without classes and ids. */
  public static HtmlText of(String html) {
    return new HtmlText(html, "");
  }

  /** Returns a text whose classes and ids were stored, see {@link #marks()}. */
  public static HtmlText of(String html, String marks) {
    return new HtmlText(html, marks);
  }

  /**
   * Returns a text of sanitized HTML, whose classes and ids are taken out.
   *
   * @param marked HTML as the sanitizer writes it
   */
  public static HtmlText ofMarked(String marked) {
    return HtmlMarks.isIn(marked) ? HtmlMarks.takenOut(marked) : of(marked);
  }

  /** Returns the classes and ids in their form for storage; empty if there are none. */
  public String marks() {
    return marks;
  }

  /** Returns the HTML with its classes and ids. */
  public String marked() {
    return marks.isEmpty() ? html : HtmlMarks.putIn(html, marks);
  }

  /** Returns the HTML. */
  public String html() {
    return html;
  }

  /** Returns the plain text, see {@link PlainText#of(String)}. */
  public String plain() {
    var made = plain;
    if (made == null) {
      made = PlainText.of(html);
      plain = made;
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HtmlText text && text.html.equals(html);
  }

  @Override
  public int hashCode() {
    return html.hashCode();
  }

  @Override
  public String toString() {
    return html;
  }
}
