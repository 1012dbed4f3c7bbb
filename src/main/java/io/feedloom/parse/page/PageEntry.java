package io.feedloom.parse.page;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a page.
 *
 * @param title as plain text; blank if there is none
 * @param link absolute
 * @param id what identifies it, else the link does
 * @param content HTML
 * @param images absolute
 */
record PageEntry(
    String title,
    String link,
    Optional<String> id,
    Optional<String> published,
    Optional<String> updated,
    List<String> authors,
    List<String> categories,
    List<String> images,
    Optional<String> content,
    Optional<String> summary) {

  /** Returns the entry with what it lacks and another place of the page says about it. */
  PageEntry with(PageEntry other) {
    return new PageEntry(
        title.isEmpty() ? other.title : title,
        link,
        id,
        published.or(() -> other.published),
        updated.or(() -> other.updated),
        authors.isEmpty() ? other.authors : authors,
        categories.isEmpty() ? other.categories : categories,
        images.isEmpty() ? other.images : images,
        content.or(() -> other.content),
        summary.or(() -> other.summary));
  }
}
