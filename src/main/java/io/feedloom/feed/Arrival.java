package io.feedloom.feed;

import java.time.Instant;
import java.util.Set;

/**
 * An entry that is new, changed or withdrawn, with the fields that decide in which merged feeds it
 * appears.
 *
 * @param group the number of its feed's {@link FeedGroup}
 * @param categories keys of the categories and of the {@linkplain RuleResult#given tags from rules}
 *     that it has now or had before the change
 * @param joins whether it belongs to a story of several feeds: then it also changes pages that do
 *     not contain it
 * @param withdrawn whether its publisher withdrew it
 */
public record Arrival(
    EntryKey key,
    FeedId feed,
    int group,
    Set<String> categories,
    Instant river,
    boolean isNew,
    boolean joins,
    boolean withdrawn) {
  /** Makes an arrival that was not withdrawn. */
  public Arrival(
      EntryKey key,
      FeedId feed,
      int group,
      Set<String> categories,
      Instant river,
      boolean isNew,
      boolean joins) {
    this(key, feed, group, categories, river, isNew, joins, false);
  }

  /** Makes an arrival that belongs to no story. */
  public Arrival(
      EntryKey key, FeedId feed, int group, Set<String> categories, Instant river, boolean isNew) {
    this(key, feed, group, categories, river, isNew, false);
  }

  public Arrival {
    categories = Set.copyOf(categories);
  }

  /** Returns a copy that is withdrawn. */
  public Arrival withdrawing() {
    return new Arrival(key, feed, group, categories, river, isNew, joins, true);
  }

  /** Returns a copy that belongs to a story of several feeds. */
  public Arrival joining() {
    return new Arrival(key, feed, group, categories, river, isNew, true, withdrawn);
  }
}
