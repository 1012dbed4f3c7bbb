package io.feedloom.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Describes how the store finds a page: the newest entries of all branches together, each entry
 * once.
 *
 * @param without feeds whose entries are left out of every branch
 * @param search conditions on the entries themselves
 * @param since only entries at or after this time in the river
 * @param until only entries before this time in the river
 * @param before only entries older than this place
 * @param after only entries newer than this place: the oldest of them, not the newest
 * @param limit the most entries
 * @param perFeed the most entries of one feed; the others are left out
 * @param merges whether the scan finds only one entry of each story: the oldest that meets its
 *     conditions
 * @param minSources the fewest feeds of a story. If it is more than 1, the scan finds only stories.
 *     Unless it ranks them, their order, {@code since} and {@code until} depend on when their
 *     entries arrived
 * @param ranks whether stories with more feeds come first
 */
public record Scan(
    List<Branch> branches,
    Set<FeedId> without,
    Search search,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<Cursor> before,
    Optional<Cursor> after,
    int limit,
    OptionalInt perFeed,
    boolean merges,
    int minSources,
    boolean ranks) {

  /** One range of entries that the store can read newest first. */
  public sealed interface Branch {
    /** Returns conditions on the categories of each entry. All of them must hold. */
    List<Clause> where();
  }

  /** The entries of one group of feeds. */
  public record OfGroup(int group, List<Clause> where) implements Branch {
    public OfGroup {
      where = List.copyOf(where);
    }
  }

  /** The entries of one feed. */
  public record OfFeed(FeedId feed, List<Clause> where) implements Branch {
    public OfFeed {
      where = List.copyOf(where);
    }
  }

  /**
   * The entries with a category.
   *
   * @param category the key of the category
   * @param groups only entries of feeds in these groups
   */
  public record OfCategory(String category, Set<Integer> groups, List<Clause> where)
      implements Branch {
    public OfCategory {
      groups = Set.copyOf(groups);
      where = List.copyOf(where);
    }
  }

  public Scan {
    branches = List.copyOf(branches);
    without = Set.copyOf(without);
    if (before.isPresent() && after.isPresent()) {
      throw new IllegalArgumentException("a scan begins at one place");
    }
  }

  /** Makes a scan without conditions on the number of sources. */
  public Scan(
      List<Branch> branches,
      Set<FeedId> without,
      Search search,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<Cursor> before,
      Optional<Cursor> after,
      int limit,
      OptionalInt perFeed,
      boolean merges) {
    this(branches, without, search, since, until, before, after, limit, perFeed, merges, 1, false);
  }

  /** Makes a scan without conditions on the entries themselves. */
  public Scan(
      List<Branch> branches,
      Set<FeedId> without,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<Cursor> before,
      Optional<Cursor> after,
      int limit) {
    this(
        branches,
        without,
        Search.NONE,
        since,
        until,
        before,
        after,
        limit,
        OptionalInt.empty(),
        false);
  }

  /** Returns a copy with another limit. */
  public Scan withLimit(int most) {
    return new Scan(
        branches,
        without,
        search,
        since,
        until,
        before,
        after,
        most,
        perFeed,
        merges,
        minSources,
        ranks);
  }

  /** Returns whether the scan finds stories by the number of their feeds. */
  public boolean countsSources() {
    return minSources > 1;
  }

  /** Returns a copy that finds only entries from this time on and before another. */
  public Scan withTime(Instant from, Instant to) {
    return new Scan(
        branches,
        without,
        search,
        Optional.of(from),
        Optional.of(to),
        before,
        after,
        limit,
        perFeed,
        merges,
        minSources,
        ranks);
  }

  /** Returns a copy with these conditions on stories. */
  public Scan withStories(int fewest, boolean ranked) {
    return new Scan(
        branches, without, search, since, until, before, after, limit, perFeed, true, fewest,
        ranked);
  }

  /**
   * Returns the scan that finds the entries of this one. If this one counts sources, it admits
   * entries of any time, because the times of this one are those of stories.
   */
  public Scan forPlaces() {
    return !countsSources()
        ? this
        : new Scan(
            branches,
            without,
            search,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            limit,
            perFeed,
            merges,
            minSources,
            ranks);
  }
}
