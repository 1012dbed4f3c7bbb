package io.feedloom.feed;

import java.time.Instant;
import java.util.Set;

/**
 * An entry that appeared in merged feeds until its publisher withdrew it: what is left of it.
 *
 * @param group of its feed
 * @param categories keys of the categories and of the {@linkplain RuleResult#given given tags} that
 *     it bore
 * @param river its place in every merged feed
 * @param name what its public id is made from
 * @param when it was withdrawn: as the publisher says, else when we noticed
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

  /** {@link Entry#guid}. */
  public String guid() {
    return name.guid();
  }

  /** As if it came today: by which it is found out where it appeared. */
  public Arrival asArrival() {
    return new Arrival(key, feed, group, categories, river, true);
  }
}
