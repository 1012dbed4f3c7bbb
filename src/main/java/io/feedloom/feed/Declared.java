package io.feedloom.feed;

import java.util.Optional;

/**
 * What a feed's document declares for all its entries, as far as rules use it.
 *
 * @param title the title of the feed
 * @param language the language of the feed
 */
public record Declared(Optional<String> title, Optional<String> language) {
  /** The document was never read, or declares nothing. */
  public static final Declared NOTHING = new Declared(Optional.empty(), Optional.empty());

  /** Returns what a document declares. */
  public static Declared of(Optional<FeedInfo> info) {
    return info.map(read -> new Declared(read.title(), read.language())).orElse(NOTHING);
  }
}
