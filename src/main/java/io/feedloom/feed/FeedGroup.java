package io.feedloom.feed;

import java.util.Set;

/**
 * All feeds that the admin gave the same tags and the same way with categories. Merged feeds are
 * read group by group, so a thousand feeds under one tag cost what one costs.
 *
 * @param number its number in this store
 * @param tags keys
 * @param adoptsCategories whether the publisher's categories count as tags
 */
public record FeedGroup(int number, Set<String> tags, boolean adoptsCategories) {
  public FeedGroup {
    tags = Set.copyOf(tags);
  }
}
