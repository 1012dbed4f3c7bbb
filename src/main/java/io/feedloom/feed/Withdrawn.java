package io.feedloom.feed;

import java.time.Instant;
import java.util.Set;

/**
 * What is left of an entry that appeared in merged feeds and that its publisher withdrew.
 *
 * @param group the number of its feed's {@link FeedGroup}
 * @param categories keys of the categories and of the {@linkplain RuleResult#given tags from rules}
 *     that it had
 * @param river its place in the river
 * @param name the parts of its public id
 * @param when when it was withdrawn, according to the publisher; otherwise {@code noticed}
 * @param noticed when it left the merged feeds
 */
public record Withdrawn(
    EntryKey key,
    FeedId feed,
    int group,
    Set<String> categories,
    Instant river,
    EntryName name,
    Instant when,
    Instant noticed) {
  public Withdrawn {
    categories = Set.copyOf(categories);
  }

  /** Returns {@link Entry#guid}. */
  public String guid() {
    return name.guid();
  }

  /** Returns the entry as an arrival, to find the merged feeds in which it appeared. */
  public Arrival asArrival() {
    return new Arrival(key, feed, group, categories, river, true);
  }
}
