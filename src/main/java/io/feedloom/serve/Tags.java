package io.feedloom.serve;

import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Tag;
import io.feedloom.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tags that readers can choose by, with how much stands behind each. */
final class Tags {
  private final Store store;

  Tags(Store store) {
    this.store = store;
  }

  /**
   * One tag.
   *
   * @param feeds how many the admin gave it
   * @param entries how many bear it
   * @param newest the place of the newest of them
   */
  record Count(Tag tag, int feeds, long entries, Optional<Instant> newest) {
    private static Count none(Tag tag) {
      return new Count(tag, 0, 0, Optional.empty());
    }

    private Count plus(FeedStatus feed) {
      var newer =
          feed.newest().filter(n -> newest.isEmpty() || n.isAfter(newest.get())).or(() -> newest);
      return new Count(tag, feeds + 1, entries + feed.entries(), newer);
    }

    private Count plus(long more, Instant newestOfThem) {
      var newer = newest.filter(n -> n.isAfter(newestOfThem)).orElse(newestOfThem);
      return new Count(tag, feeds, entries + more, Optional.of(newer));
    }
  }

  /** All of them, by label. */
  List<Count> all(Catalog catalog) {
    return count(catalog, store.feeds());
  }

  private List<Count> count(Catalog catalog, Collection<FeedStatus> feeds) {
    Map<String, Count> counts = new HashMap<>();
    catalog.tags().values().forEach(tag -> counts.put(tag.key(), Count.none(tag)));
    for (FeedStatus feed : feeds) {
      for (Tag tag : feed.tags()) {
        counts.computeIfPresent(tag.key(), (_, count) -> count.plus(feed));
      }
    }
    for (var adopted : store.adoptedCategories(200)) {
      counts.merge(
          adopted.tag().key(),
          Count.none(adopted.tag()).plus(adopted.entries(), adopted.newest()),
          (had, more) -> had.plus(adopted.entries(), adopted.newest()));
    }
    return counts.values().stream()
        .sorted(Comparator.comparing((Count c) -> c.tag().label(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
