package io.feedloom.store.scan;

import io.feedloom.store.api.KnownIds;
import io.feedloom.store.api.PlacedEntry;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.AliasTable;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the stored entries of one feed, hidden ones included. */
public final class FeedEntries {
  private static final int BATCH_SIZE = 500;

  private static final String FINGERPRINTS =
      """
      SELECT e.id, e.fingerprint
      FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      """;

  private final Database database;

  public FeedEntries(Database database) {
    this.database = database;
  }

  /** Returns the fingerprints of the feed's stored entries among these ids, by id. */
  public Map<Long, Long> fingerprints(int feed, Collection<Long> ids) {
    return ids.isEmpty() ? Map.of() : database.read(c -> fingerprints(c, feed, ids));
  }

  private static Map<Long, Long> fingerprints(Connection c, int feed, Collection<Long> ids)
      throws SQLException {
    var found = new HashMap<Long, Long>();
    var distinct = ids.stream().mapToLong(Long::longValue).distinct().toArray();
    for (var sql : List.of(FINGERPRINTS, FINGERPRINTS.replace("entry e", "hidden_entry e"))) {
      found.putAll(Sql.map(c, sql, row -> row.getLong(1), row -> row.getLong(2), distinct, feed));
      if (found.size() == distinct.length) {
        break;
      }
    }
    return found;
  }

  /** Returns the feed's stored ids and aliases among these. */
  public KnownIds known(int feed, Collection<Long> ids, Collection<Long> aliases) {
    return database.read(c -> AliasTable.known(c, feed, ids, aliases));
  }

  /** Returns the feed's entries among these ids whose content is stored. */
  public List<PlacedEntry> of(int feed, Collection<Long> ids) {
    return database.read(
        c -> {
          var categories = new CategoryKeys();
          return StoredRow.load(c, feed, Sql.longs(ids), true, categories).values().stream()
              .flatMap(row -> placed(row, categories).stream())
              .toList();
        });
  }

  /** Passes every entry of the feed whose content is stored to the consumer. */
  public void all(int feed, Consumer<PlacedEntry> each) {
    for (boolean hidden : new boolean[] {false, true}) {
      var after = OptionalLong.of(Long.MIN_VALUE);
      while (after.isPresent()) {
        long from = after.getAsLong();
        after = database.read(c -> some(c, feed, hidden, from, each));
      }
    }
  }

  /**
   * Passes the next entries after this id on; returns the id of the last, or nothing at the end.
   */
  private static OptionalLong some(
      Connection c, int feed, boolean hidden, long after, Consumer<PlacedEntry> each)
      throws SQLException {
    var categories = new CategoryKeys();
    var rows = StoredRow.after(c, feed, hidden, after, BATCH_SIZE, categories);
    rows.forEach(row -> placed(row, categories).ifPresent(each));
    return rows.size() < BATCH_SIZE ? OptionalLong.empty() : OptionalLong.of(rows.getLast().id());
  }

  private static Optional<PlacedEntry> placed(StoredRow row, CategoryKeys categories) {
    var entry = row.entry();
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new PlacedEntry(
                row.id(),
                row.fingerprint(),
                entry,
                Millis.at(row.river()),
                row.judgement(),
                Set.copyOf(categories.of(entry).keySet()),
                row.hidden()));
  }
}
