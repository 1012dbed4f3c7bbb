package io.feedloom.refresh;

import java.time.Duration;
import java.util.Optional;

/** What the request for an article gave. */
sealed interface ArticleOutcome {
  /**
   * A text.
   *
   * @param html sanitized, with classes and ids
   * @param image the picture of the page
   * @param paid whether the page says that its text isn't accessible for free
   * @param missing why a part of the text is missing, which another try may find
   */
  record Text(String html, Optional<String> image, boolean paid, Optional<Nothing> missing)
      implements ArticleOutcome {}

  /** The page was not requested yet; it may be after this wait, at a turn of its host. */
  record Again(Duration pause) implements ArticleOutcome {}

  /**
   * No text.
   *
   * @param why completes "the page …"
   * @param passing whether another try may succeed
   * @param pause how long the publisher asks to wait
   */
  record Nothing(String why, boolean passing, Optional<Duration> pause) implements ArticleOutcome {
    static Nothing forGood(String why) {
      return new Nothing(why, false, Optional.empty());
    }

    static Nothing forNow(String why) {
      return new Nothing(why, true, Optional.empty());
    }
  }
}
