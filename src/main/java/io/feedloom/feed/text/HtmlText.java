package io.feedloom.feed.text;

import org.jspecify.annotations.Nullable;

/**
 * HTML with its plain text, which is made once, at its first use. Two are equal if their HTML is.
 * Safe for use by many threads.
 */
public final class HtmlText {
  private final String html;

  /** Two threads may both make it, and then make the same. */
  private @Nullable String plain;

  private HtmlText(String html) {
    this.html = html;
  }

  /** Returns a text of this HTML. */
  public static HtmlText of(String html) {
    return new HtmlText(html);
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
