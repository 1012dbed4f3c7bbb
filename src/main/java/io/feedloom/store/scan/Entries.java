package io.feedloom.store.scan;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Withdrawn;
import io.feedloom.store.api.ScanResult;
import io.feedloom.store.db.Database;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.WithdrawnEntries;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the entries of merged feeds. */
public final class Entries {
  private final Database database;
  private final ScanSearch search;

  public Entries(Database database, ScanSearch search) {
    this.database = database;
    this.search = search;
  }

  /**
   * Returns the newest entries of all branches together, each once. They are ordered by their place
   * in the river, then by the number of their feed, then by id, all in descending order. If the
   * scan reads upwards from a cursor, returns the nearest newer entries, in the same order.
   *
   * <p>If most entries of a branch pass its conditions, the cost does not depend on the size of the
   * store. Entries that do not pass are read and skipped. The cost grows with the number of
   * branches and of groups in them.
   *
   * <p>Conditions on words, authors and languages use the text index. It contains everything that
   * was written before the call.
   *
   * @throws io.feedloom.store.api.IndexBehind if the text index needs too long to catch up; its
   *     progress is kept
   */
  public List<StoredEntry> newest(Scan scan) {
    return page(scan, ScanResult.Room.ENDLESS).entries();
  }

  /** Returns the entries of {@link #newest} that fit on one page. */
  public ScanResult page(Scan scan, ScanResult.Room room) {
    return merging(scan, merging -> merging.page(room));
  }

  private <T> T merging(Scan scan, ScanSearch.Use<T> use) {
    return scan.search().isEmpty()
        ? database.read(c -> use.of(new Merging(c, scan, new Runs(c, scan.forPlaces()))))
        : search.search(scan, use);
  }

  /**
   * Returns the other entries of the stories of these entries, among those that the scan admits:
   * the oldest first, one of each feed. Empty if the scan does not merge stories.
   */
  public Map<EntryKey, List<StoryMember>> storyMembers(Scan scan, List<StoredEntry> entries) {
    return scan.merges() && !entries.isEmpty()
        ? merging(scan, merging -> merging.others(entries))
        : Map.of();
  }

  /** Returns an entry; empty if it is not stored, or its feed is not subscribed. */
  public Optional<StoredEntry> byKey(EntryKey key) {
    return database.read(c -> EntryRows.byKey(c, key));
  }

  /**
   * Returns the entries of a subscribed feed that rules drop, the newest first. Each names the rule
   * that drops it.
   *
   * @param most how many at most
   */
  public List<StoredEntry> dropped(FeedId feed, int most) {
    return database.read(c -> EntryRows.dropped(c, feed, most));
  }

  /**
   * Returns entries that appeared in merged feeds and that their publishers withdrew, the last
   * withdrawn first.
   *
   * @param groups the groups of their feeds
   * @param test accepts an entry by its arrival
   * @param most how many at most
   */
  public List<Withdrawn> withdrawn(Collection<Integer> groups, Predicate<Arrival> test, int most) {
    return groups.isEmpty()
        ? List.of()
        : database.read(c -> WithdrawnEntries.newest(c, groups, test, most));
  }

  /** Returns the entry if it appeared in merged feeds and its publisher withdrew it. */
  public Optional<Withdrawn> withdrawn(EntryKey key) {
    return database.read(c -> WithdrawnEntries.of(c, key));
  }
}
