package io.feedloom.feed;

import java.util.Set;

/**
 * All feeds that the admin gave the same tags, the same way with categories and the same access.
 * Merged feeds are read group by group, so a thousand feeds under one tag cost what one costs.
 *
 * @param number its number in this store
 * @param tags keys
 * @param adoptsCategories whether the publisher's categories count as tags
 * @param keyed whether only who has a key may see its entries
 * @param givable keys of the tags that rules may give to single entries
 */
public record FeedGroup(
    int number, Set<String> tags, boolean adoptsCategories, boolean keyed, Set<String> givable) {
  public FeedGroup {
    tags = Set.copyOf(tags);
    givable = Set.copyOf(givable);
  }

  /** A group that everyone may see. */
  public FeedGroup(int number, Set<String> tags, boolean adoptsCategories) {
    this(number, tags, adoptsCategories, false, Set.of());
  }

  /** The same where rules may give these tags. */
  public FeedGroup withGivable(Set<String> keys) {
    return new FeedGroup(number, tags, adoptsCategories, keyed, keys);
  }
}
