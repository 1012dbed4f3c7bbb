package io.feedloom.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How the store is to find a page: the newest of all branches together, each entry once.
 *
 * @param without feeds whose entries are left out of every branch
 * @param search what is asked of the entries themselves
 * @param since from this place in the river on
 * @param until before this place in the river
 * @param before behind this place
 * @param after ahead of this place: where it is given, the nearest entries ahead of it are found
 *     and not the newest
 * @param limit how many entries at most
 * @param perFeed how many of one feed among them at most; the rest of them is left out
 * @param merges whether of entries that tell one story only the oldest that is admitted is found
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
    boolean merges) {

  /** One ordered run of entries that the store can read newest first. */
  public sealed interface Branch {
    /** Conditions on the categories of each entry, all of which must hold. */
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
   * The entries that bear a category.
   *
   * @param category its key
   * @param groups only those of feeds in these groups
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

  /** Asks nothing of the entries themselves, and takes all that there are. */
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

  /** The same with another number of entries at most. */
  public Scan withLimit(int most) {
    return new Scan(branches, without, search, since, until, before, after, most, perFeed, merges);
  }
}
