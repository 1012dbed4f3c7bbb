package io.feedloom.feed;

import java.time.Instant;
import java.util.Set;

/**
 * An entry that arrived new or changed, or is gone, as far as it decides which merged feeds it
 * appears in.
 *
 * @param group of its feed
 * @param categories keys of the categories and of the {@linkplain RuleResult#given given tags} that
 *     it bears now or bore before the change
 * @param joins whether it belongs to a story of several feeds, so that pages change on which it
 *     does not lie itself
 * @param withdrawn whether its publisher withdrew it: it is gone, and those who had it are told
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
  /** One that is there. */
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

  /** One that stands alone. */
  public Arrival(
      EntryKey key, FeedId feed, int group, Set<String> categories, Instant river, boolean isNew) {
    this(key, feed, group, categories, river, isNew, false);
  }

  public Arrival {
    categories = Set.copyOf(categories);
  }

  /** The same as one that its publisher withdrew. */
  public Arrival withdrawing() {
    return new Arrival(key, feed, group, categories, river, isNew, joins, true);
  }

  /** The same as one of a story of several feeds. */
  public Arrival joining() {
    return new Arrival(key, feed, group, categories, river, isNew, true, withdrawn);
  }
}
