package io.feedloom.store.row;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Withdrawn;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads and deletes stored withdrawals. */
public final class WithdrawnEntries {
  /** The value of {@code how} for an entry that a tombstone named. */
  public static final String NAMED = "named";

  /** The value of {@code how} for an entry that vanished from the document. */
  public static final String MISSING = "missing";

  private static final String REMOVE = "DELETE FROM withdrawal WHERE feed_id = ? AND id = ?";

  private static final String ANY = "SELECT feed_id FROM withdrawal FETCH FIRST 1 ROWS ONLY";

  /** Reads an index in its order. */
  private static final String NEWEST =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.group_id = ?
      ORDER BY w.group_id DESC, w.noticed DESC, w.feed_id DESC, w.id DESC
      OFFSET ? ROWS FETCH NEXT ? ROWS ONLY
      """;

  private static final String BY_KEY =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.feed_id = ? AND w.id = ? AND w.group_id IS NOT NULL
      """;

  private static final String OLD =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.noticed < ?
      ORDER BY w.noticed, w.feed_id, w.id FETCH FIRST ? ROWS ONLY
      """;

  /** Selects the feed and the other parts of the public id of each entry. */
  private static final String NAMES =
      """
      SELECT k.feed_id, k.id, f.name, f.first_url, t.id IS NOT NULL AS taken
      FROM UNNEST(?, ?) k (feed_id, id) JOIN feed f ON f.id = k.feed_id
      LEFT JOIN guid_taken t ON t.feed_id = k.feed_id AND t.id = k.id
      WHERE f.name IS NOT NULL
      """;

  /** How many withdrawals are read at once. */
  private static final int BATCH_SIZE = 200;

  /** How many withdrawals of one group are read at most. */
  private static final int FARTHEST = 1_000;

  private static final Comparator<Withdrawn> LAST_FIRST =
      Comparator.comparing(Withdrawn::noticed)
          .thenComparingInt(withdrawn -> withdrawn.key().feed())
          .thenComparingLong(withdrawn -> withdrawn.key().id())
          .reversed();

  private WithdrawnEntries() {}

  /**
   * Deletes withdrawals.
   *
   * @param keys feed and id of each
   */
  public static void remove(Connection c, List<@Nullable Object[]> keys) throws SQLException {
    Sql.batch(c, REMOVE, keys);
  }

  /** Returns the withdrawal of an entry that appeared in merged feeds. */
  public static Optional<Withdrawn> of(Connection c, EntryKey key) throws SQLException {
    return named(c, Sql.list(c, BY_KEY, Row::of, key.feed(), key.id())).stream().findFirst();
  }

  /**
   * Returns the withdrawn entries of these groups that pass the test, the last withdrawn first.
   *
   * @param test accepts an entry by its arrival
   */
  public static List<Withdrawn> newest(
      Connection c, Collection<Integer> groups, Predicate<Arrival> test, int most)
      throws SQLException {
    var found = new ArrayList<Withdrawn>();
    if (Sql.first(c, ANY, row -> row.getInt(1)).isPresent()) {
      for (int group : groups) {
        found.addAll(newest(c, group, test, most));
      }
    }
    return found.stream().sorted(LAST_FIRST).limit(most).toList();
  }

  private static List<Withdrawn> newest(Connection c, int group, Predicate<Arrival> test, int most)
      throws SQLException {
    var found = new ArrayList<Withdrawn>();
    int read = BATCH_SIZE;
    for (int from = 0;
        from < FARTHEST && read == BATCH_SIZE && found.size() < most;
        from += BATCH_SIZE) {
      var piece = Sql.list(c, NEWEST, Row::of, group, from, BATCH_SIZE);
      read = piece.size();
      named(c, piece).stream()
          .filter(withdrawn -> test.test(withdrawn.asArrival()))
          .limit(most - found.size())
          .forEach(found::add);
    }
    return found;
  }

  /** Deletes withdrawals from before this time. The identities of the entries stay. */
  public static Cleared forget(Connection c, long before, int most) throws SQLException {
    var old = Sql.list(c, OLD, Row::of, before, most);
    var keys = new ArrayList<@Nullable Object[]>();
    old.forEach(row -> keys.add(Sql.values(row.key().feed(), row.key().id())));
    remove(c, keys);
    return new Cleared(
        old.size(), named(c, old).stream().map(WithdrawnEntries::forgotten).toList());
  }

  private static Arrival forgotten(Withdrawn w) {
    return new Arrival(w.key(), w.feed(), w.group(), w.categories(), w.river(), false, false, true);
  }

  /** A row of the table. Its guid is empty if the entry appeared in no merged feed. */
  private record Row(
      EntryKey key,
      int group,
      Set<String> categories,
      Instant river,
      String guid,
      Instant when,
      Instant noticed) {
    static Row of(ResultSet row) throws SQLException {
      var categories = row.getString("categories");
      return new Row(
          Position.key(row),
          row.getInt("group_id"),
          categories.isEmpty() ? Set.of() : Set.of(categories.split("\n", -1)),
          Millis.at(row.getLong("river")),
          row.getString("guid"),
          Millis.at(row.getLong(row.getString("how").equals(MISSING) ? "noticed" : "claimed")),
          Millis.at(row.getLong("noticed")));
    }
  }

  /** Returns the entries that appeared in merged feeds and whose feed is subscribed. */
  private static List<Withdrawn> named(Connection c, List<Row> rows) throws SQLException {
    var names = new HashMap<EntryKey, Name>();
    Sql.list(
            c,
            NAMES,
            Name::of,
            rows.stream().mapToInt(row -> row.key().feed()).toArray(),
            rows.stream().mapToLong(row -> row.key().id()).toArray())
        .forEach(name -> names.put(name.key(), name));
    return rows.stream()
        .filter(row -> !row.guid().isEmpty() && names.containsKey(row.key()))
        .map(row -> Objects.requireNonNull(names.get(row.key())).give(row))
        .toList();
  }

  /** The parts of an entry's public id, besides its guid. */
  private record Name(EntryKey key, FeedId feed, String scope, boolean taken) {
    static Name of(ResultSet row) throws SQLException {
      return new Name(
          Position.key(row),
          new FeedId(row.getString("name")),
          row.getString("first_url"),
          row.getBoolean("taken"));
    }

    Withdrawn give(Row row) {
      return new Withdrawn(
          key,
          feed,
          row.group(),
          row.categories(),
          row.river(),
          new EntryName(row.guid(), scope, key.id(), taken),
          row.when(),
          row.noticed());
    }
  }
}
