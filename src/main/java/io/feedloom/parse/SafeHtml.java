package io.feedloom.parse;

import io.feedloom.parse.html.Html;

/** Makes HTML safe that is not read from a feed, for example after a rule changed it. */
public final class SafeHtml {
  private SafeHtml() {}

  /**
   * Returns the HTML without anything unsafe, and without classes and ids. It is not cleaned
   * otherwise.
   *
   * @param base the base of relative addresses
   */
  public static String of(String html, String base) {
    return Html.safe(html, base).strip();
  }
}
