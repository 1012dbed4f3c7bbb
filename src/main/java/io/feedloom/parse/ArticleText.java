package io.feedloom.parse;

import io.feedloom.feed.Cleaning;
import io.feedloom.parse.html.BoundedSanitizer;
import io.feedloom.parse.html.Html;
import java.net.URI;

/** The text of an article's page. */
public final class ArticleText {
  private ArticleText() {}

  /**
   * Makes the text safe and its addresses absolute, exactly as the content of a feed. Classes and
   * ids stay, so that rules can choose elements by them.
   *
   * @param base the base of relative addresses
   * @param cleaning what is cleaned
   * @return the HTML, not longer than the content of an entry may be; blank if nothing is left
   */
  public static String sanitize(String html, URI base, Cleaning cleaning) {
    return new BoundedSanitizer(Html.sanitizer(cleaning)).sanitize(html, base.toString()).strip();
  }
}
