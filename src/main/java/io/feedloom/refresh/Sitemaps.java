package io.feedloom.refresh;

import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the sitemaps of an index. */
final class Sitemaps {
  /** Sitemaps of one index that are requested; more requests would be a burden. */
  static final int MAX = 5;

  private Sitemaps() {}

  /** Returns one feed with the items of all. A missing item proves nothing. */
  static Parsed.Feed joined(List<Parsed.Feed> feeds) {
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
