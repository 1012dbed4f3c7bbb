package io.feedloom.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The rows that categories are read by: for each category of each group of feeds one run of
 * entries, in the order of the river. Rows are category, group, river, feed, entry.
 */
final class CategoryRuns {
  private static final String ADD =
      "INSERT INTO entry_category (category, group_id, river, feed_id, id) VALUES (?, ?, ?, ?, ?)";

  private static final String REMOVE =
      """
      DELETE FROM entry_category
      WHERE category = ? AND group_id = ? AND river = ? AND feed_id = ? AND id = ?
      """;

  private CategoryRuns() {}

  static void add(Connection c, Collection<@Nullable Object[]> rows) throws SQLException {
    Sql.batch(c, ADD, rows);
  }

  static void remove(Connection c, Collection<@Nullable Object[]> rows) throws SQLException {
    Sql.batch(c, REMOVE, rows);
  }
}
