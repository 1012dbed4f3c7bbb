package io.feedloom.store.write;

import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the entries of a feed by category. The caller must lock the feed's row. */
final class CategoryCounter {
  private static final String COUNTED =
      """
      SELECT fc.category, fc.entries
      FROM UNNEST(?) k (category)
      JOIN feed_category fc ON fc.feed_id = ? AND fc.category = k.category
      """;

  private static final String INSERT =
      "INSERT INTO feed_category (entries, feed_id, category, label) VALUES (?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE feed_category SET entries = ? WHERE feed_id = ? AND category = ?";

  private static final String DELETE =
      "DELETE FROM feed_category WHERE feed_id = ? AND category = ?";

  private final int feed;
  private final CategoryKeys categories;

  CategoryCounter(int feed, CategoryKeys categories) {
    this.feed = feed;
    this.categories = categories;
  }

  /**
   * Changes the counts.
   *
   * @param gained for each written entry, the labels of its categories by key
   * @param lost for each overwritten or deleted entry, the labels of its former categories by key
   */
  void count(
      Connection c, Collection<Map<String, String>> gained, Collection<Map<String, String>> lost)
      throws SQLException {
    var labels = new HashMap<String, String>();
    var changes = new TreeMap<String, Long>();
    gained.forEach(
        entry ->
            entry.forEach(
                (key, label) -> {
                  labels.putIfAbsent(key, label);
                  changes.merge(key, 1L, Long::sum);
                }));
    lost.forEach(entry -> entry.keySet().forEach(key -> changes.merge(key, -1L, Long::sum)));
    changes.values().removeIf(change -> change == 0);
    if (!changes.isEmpty()) {
      write(c, labels, changes);
    }
  }

  private void write(Connection c, Map<String, String> labels, Map<String, Long> changes)
      throws SQLException {
    var counted = counted(c, changes);
    var inserts = new ArrayList<@Nullable Object[]>();
    var updates = new ArrayList<@Nullable Object[]>();
    var deletes = new ArrayList<@Nullable Object[]>();
    changes.forEach(
        (key, change) -> {
          long number = categories.number(key);
          var before = counted.get(number);
          if (before == null) {
            inserts.add(Sql.values(change, feed, number, labels.get(key)));
          } else if (before + change > 0) {
            updates.add(Sql.values(before + change, feed, number));
          } else {
            deletes.add(Sql.values(feed, number));
          }
        });
    Sql.batch(c, INSERT, inserts);
    Sql.batch(c, UPDATE, updates);
    Sql.batch(c, DELETE, deletes);
  }

  private Map<Long, Long> counted(Connection c, Map<String, Long> changes) throws SQLException {
    var numbers = changes.keySet().stream().mapToLong(categories::number).toArray();
    return Sql.map(
        c, COUNTED, row -> row.getLong("category"), row -> row.getLong("entries"), numbers, feed);
  }
}
