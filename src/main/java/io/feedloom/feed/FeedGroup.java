package io.feedloom.feed;

import java.util.Set;

/**
 * All feeds with the same tags, the same treatment of categories and the same access. The store
 * reads merged feeds group by group, so a thousand feeds with one tag cost no more than one feed.
 *
 * @param number its number in this store
 * @param tags the keys of the tags
 * @param adoptsCategories whether the publisher's categories count as tags
 * @param keyed whether only clients with a key may see its entries
 * @param givable keys of the tags that rules may give to single entries
 */
public record FeedGroup(
    int number, Set<String> tags, boolean adoptsCategories, boolean keyed, Set<String> givable) {
  public FeedGroup {
    tags = Set.copyOf(tags);
    givable = Set.copyOf(givable);
  }

  /** Makes a group that everyone may see. */
  public FeedGroup(int number, Set<String> tags, boolean adoptsCategories) {
    this(number, tags, adoptsCategories, false, Set.of());
  }

  /** Returns a copy whose entries only clients with a key may see. */
  public FeedGroup withKey() {
    return new FeedGroup(number, tags, adoptsCategories, true, givable);
  }

  /** Returns a copy whose entries can get these tags from rules. */
  public FeedGroup withGivable(Set<String> keys) {
    return new FeedGroup(number, tags, adoptsCategories, keyed, keys);
  }
}
