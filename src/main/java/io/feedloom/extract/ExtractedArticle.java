package io.feedloom.extract;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a page says about its article.
 *
 * @param title the headline without the name of the site; empty if the page has none
 * @param authors the names in the page's order
 * @param date the date of publication in ISO 8601, with a time if the page gives one
 * @param html the content; it is clean of the page's navigation, but it is not sanitized
 * @param image the image that the page names as that of the article
 * @param language a language tag such as {@code de} or {@code en-US}
 * @param next the next page of an article in several pages
 * @param singlePage the page that shows all of an article in several pages
 * @param paid whether the page says that its text isn't accessible for free
 * @param kind whether the page is an article at all
 */
public record ExtractedArticle(
    Optional<String> title,
    List<String> authors,
    Optional<String> date,
    String html,
    Optional<URI> image,
    Optional<String> language,
    Optional<URI> next,
    Optional<URI> singlePage,
    boolean paid,
    Kind kind) {

  /** Copies the list. */
  public ExtractedArticle {
    authors = List.copyOf(authors);
  }

  /** What a page is. */
  public enum Kind {
    /** The page has a text. */
    ARTICLE,
    /** The page has no text, or next to none. */
    EMPTY,
    /** The page asks for a password and has no text. */
    LOGIN,
    /** The body is not HTML. */
    NOT_HTML
  }

  /** Returns the result for a body that has no article. */
  static ExtractedArticle none(Kind kind) {
    return new ExtractedArticle(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        kind);
  }
}
