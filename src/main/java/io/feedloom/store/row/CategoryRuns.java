package io.feedloom.store.row;

import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The table that lists the entries of each category and group, in the order of the timeline. The
 * values of a row are category, group, river, feed, entry.
 */
public final class CategoryRuns {
  private static final String ADD =
      "INSERT INTO entry_category (category, group_id, river, feed_id, id) VALUES (?, ?, ?, ?, ?)";

  private static final String REMOVE =
      """
      DELETE FROM entry_category
      WHERE category = ? AND group_id = ? AND river = ? AND feed_id = ? AND id = ?
      """;

  private CategoryRuns() {}

  /** Adds rows. */
  public static void add(Connection c, Collection<@Nullable Object[]> rows) throws SQLException {
    Sql.batch(c, ADD, rows);
  }

  /** Removes rows. */
  public static void remove(Connection c, Collection<@Nullable Object[]> rows) throws SQLException {
    Sql.batch(c, REMOVE, rows);
  }
}
