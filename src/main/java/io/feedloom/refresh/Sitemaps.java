package io.feedloom.refresh;

import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the sitemaps of an index as one feed. */
final class Sitemaps {
  /** Sitemaps of one index that are requested; more requests would be a burden. */
  private static final int MAX = 5;

  private Sitemaps() {}

  /**
   * Returns the answer with the feed of the first sitemaps of its index; the same answer if none of
   * them can be read.
   *
   * @param request returns the answer of a sitemap; empty if it may not be requested now
   */
  static ReadAnswer read(
      ReadAnswer answer, Parsed.Index index, Function<URI, Optional<ReadAnswer>> request) {
    var feeds =
        index.sitemaps().stream()
            .limit(MAX)
            .flatMap(address -> request.apply(address).stream())
            .flatMap(sitemap -> sitemap.parsed().stream())
            .filter(Parsed.Feed.class::isInstance)
            .map(Parsed.Feed.class::cast)
            .toList();
    return feeds.isEmpty() ? answer : answer.withFeed(joined(feeds));
  }

  /** Returns one feed with the items of all. A missing item proves nothing. */
  private static Parsed.Feed joined(List<Parsed.Feed> feeds) {
    Map<String, Item> items = new LinkedHashMap<>();
    for (var feed : feeds) {
      feed.items().forEach(item -> items.putIfAbsent(item.guid(), item));
    }
    return new Parsed.Feed(
        feeds.getFirst().info(),
        List.copyOf(items.values()),
        feeds.stream().flatMap(feed -> feed.problems().stream()).toList(),
        List.of(),
        Extent.CUT,
        false);
  }
}
