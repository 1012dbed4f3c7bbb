package io.feedloom.store.scan;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Selects the entries that a scan finds, regardless of its cursor and limits. */
final class ScanFilter {
  private static final String ROWS =
      """
      SELECT e.feed_id, e.id, e.river, e.group_id, e.categories, f.name
      FROM UNNEST(?, ?) k (feed_id, id)
      JOIN entry e ON e.feed_id = k.feed_id AND e.id = k.id
      JOIN feed f ON f.id = e.feed_id
      WHERE f.name IS NOT NULL
      """;

  private final Scan scan;

  private ScanFilter(Scan scan) {
    this.scan = scan;
  }

  private record Filed(EntryKey key, long river, int group, Set<Long> categories, FeedId feed) {}

  /** Returns the entries among these that a scan without words, authors and languages finds. */
  static Set<EntryKey> of(Connection c, Scan scan, List<EntryKey> keys) throws SQLException {
    var admission = new ScanFilter(scan);
    var admitted = new HashSet<EntryKey>();
    Sql.list(
            c,
            ROWS,
            row ->
                new Filed(
                    Position.key(row),
                    row.getLong("river"),
                    row.getInt("group_id"),
                    numbers(CategoryKeys.unpack(row.getBytes("categories"))),
                    new FeedId(row.getString("name"))),
            keys.stream().mapToInt(EntryKey::feed).toArray(),
            keys.stream().mapToLong(EntryKey::id).toArray())
        .stream()
        .filter(admission::admits)
        .forEach(entry -> admitted.add(entry.key()));
    return admitted;
  }

  private static Set<Long> numbers(long[] categories) {
    var numbers = new HashSet<Long>();
    Arrays.stream(categories).forEach(numbers::add);
    return numbers;
  }

  private boolean admits(Filed entry) {
    return scan.since().filter(since -> entry.river() < Millis.of(since)).isEmpty()
        && scan.until().filter(until -> entry.river() >= Millis.of(until)).isEmpty()
        && !scan.without().contains(entry.feed())
        && scan.branches().stream().anyMatch(branch -> lies(entry, branch));
  }

  private static boolean lies(Filed entry, Scan.Branch branch) {
    boolean lies =
        switch (branch) {
          case Scan.OfGroup(int group, var _) -> group == entry.group();
          case Scan.OfFeed(FeedId feed, var _) -> feed.equals(entry.feed());
          case Scan.OfCategory(String category, var groups, var _) ->
              groups.contains(entry.group()) && entry.categories().contains(Digest.of(category));
        };
    return lies && branch.where().stream().allMatch(clause -> passes(entry, clause));
  }

  private static boolean passes(Filed entry, Clause clause) {
    boolean bears =
        clause.keys().stream().anyMatch(key -> entry.categories().contains(Digest.of(key)));
    return bears != clause.excludes();
  }
}
