package io.feedloom.feed;

import java.util.List;
import java.util.Optional;

/** What publishers say of their feeds, to test with. */
public final class FeedInfos {
  private FeedInfos() {}

  /** That of one who says nothing of his feed but how often to look. */
  public static FeedInfo of(Pace pace) {
    Optional<String> none = Optional.empty();
    return new FeedInfo(
        "rss_2.0",
        none,
        none,
        none,
        none,
        none,
        List.of(),
        List.of(),
        none,
        none,
        none,
        none,
        none,
        Optional.empty(),
        pace,
        List.of(),
        List.of());
  }
}
