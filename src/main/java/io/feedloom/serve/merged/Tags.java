package io.feedloom.serve.merged;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Tag;
import io.feedloom.serve.access.Catalog;
import io.feedloom.store.Store;
import io.feedloom.store.api.CategoryCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts the entries of all tags that readers can select. */
public final class Tags {
  private static final int MAX_ADOPTED = 200;
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final Store store;
  private final Cache<Catalog, List<Count>> counted =
      Caffeine.newBuilder().maximumSize(2).weakKeys().expireAfterWrite(KEPT).build();

  public Tags(Store store) {
    this.store = store;
  }

  /**
   * A tag with its counts.
   *
   * @param feeds the number of feeds to which the admin gave it
   * @param entries the number of entries with it
   * @param newest the place of the newest of them
   */
  public record Count(Tag tag, int feeds, long entries, Optional<Instant> newest) {
    private static Count none(Tag tag) {
      return new Count(tag, 0, 0, Optional.empty());
    }

    private Count plus(FeedStatus feed) {
      var newer =
          feed.newest().filter(n -> newest.isEmpty() || n.isAfter(newest.get())).or(() -> newest);
      return new Count(tag, feeds + 1, entries + feed.entries(), newer);
    }

    private static Count of(CategoryCount adopted) {
      return new Count(
          new Tag(adopted.key(), adopted.label()), 0, adopted.entries(), Optional.empty());
    }

    private Count plus(Count adopted) {
      return new Count(tag, feeds, entries + adopted.entries(), newest);
    }
  }

  /**
   * Returns all tags, sorted by label. Counting reads every feed, so the result may be some seconds
   * old.
   */
  public List<Count> all(Catalog catalog) {
    return counted.get(
        catalog,
        now -> count(now, store.feeds().all().stream().filter(f -> now.shows(f.id())).toList()));
  }

  private static Set<Integer> adopting(Catalog catalog) {
    return catalog.groups().values().stream()
        .filter(FeedGroup::adoptsCategories)
        .map(FeedGroup::number)
        .collect(Collectors.toSet());
  }

  private List<Count> count(Catalog catalog, Collection<FeedStatus> feeds) {
    Map<String, Count> counts = new HashMap<>();
    catalog.tags().values().forEach(tag -> counts.put(tag.key(), Count.none(tag)));
    for (FeedStatus feed : feeds) {
      for (Tag tag : feed.tags()) {
        counts.computeIfPresent(tag.key(), (_, count) -> count.plus(feed));
      }
    }
    var givable =
        catalog.settings().rules().stream()
            .flatMap(rule -> rule.tags().stream())
            .map(Tag::key)
            .collect(Collectors.toSet());
    for (CategoryCount given : store.categories().given(catalog.groups().keySet(), givable)) {
      counts.computeIfPresent(given.key(), (_, count) -> count.plus(Count.of(given)));
    }
    for (CategoryCount adopted : store.categories().mostFrequent(adopting(catalog), MAX_ADOPTED)) {
      counts.merge(adopted.key(), Count.of(adopted), Count::plus);
    }
    return counts.values().stream()
        .filter(count -> count.feeds() > 0 || count.entries() > 0)
        .sorted(Comparator.comparing((Count c) -> c.tag().label(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
