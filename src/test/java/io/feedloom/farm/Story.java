package io.feedloom.farm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a publication.
 *
 * @param number from 0, the oldest
 * @param title plain text
 * @param path the path of its page in the farm
 * @param summary plain text
 * @param html the text of the page
 * @param updated when it was edited after publication
 * @param picture the path of its picture
 */
record Story(
    int number,
    String guid,
    String title,
    String path,
    String summary,
    String html,
    String author,
    List<String> categories,
    Instant published,
    Optional<Instant> updated,
    Optional<String> picture) {
  Story {
    categories = List.copyOf(categories);
  }

  /** Returns the newest of its dates. */
  Instant changed() {
    return updated.orElse(published);
  }

  /** Returns the story after an edit. */
  Story edited(Instant when, String addition) {
    return new Story(
        number,
        guid,
        title,
        path,
        summary,
        html + "\n<p><strong>Update.</strong> " + addition + "</p>",
        author,
        categories,
        published,
        Optional.of(when),
        picture);
  }
}
