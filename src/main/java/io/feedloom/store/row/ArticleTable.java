package io.feedloom.store.row;

import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of entries whose pages are to be fetched. */
public final class ArticleTable {
  private static final String INSERT =
      """
      INSERT INTO article (feed_id, id, due, next_try, leased, tries, held_until)
      VALUES (?, ?, LEAST(?, CAST(? AS BIGINT)), ?, 0, 0, CAST(? AS BIGINT))
      """;

  /** Ends a lease, so that what is being fetched now is not stored. */
  private static final String RENEW =
      """
      UPDATE article SET
      next_try = CASE WHEN leased = 0 THEN LEAST(next_try, ?) ELSE ? END,
      due = LEAST(CASE WHEN leased = 0 THEN LEAST(next_try, ?) ELSE ? END,
        COALESCE(held_until, ?)),
      leased = 0, tries = 0
      WHERE feed_id = ? AND id = ?
      """;

  private static final String DELETE = "DELETE FROM article WHERE feed_id = ? AND id = ?";

  private ArticleTable() {}

  /**
   * Adds an entry that is not stored yet.
   *
   * @param at when its page is to be fetched
   * @param heldUntil the end of its hold; null if it is not held back
   */
  public static void add(Connection c, int feed, long id, long at, @Nullable Long heldUntil)
      throws SQLException {
    Sql.run(c, DELETE, feed, id);
    Sql.run(c, INSERT, feed, id, at, heldUntil == null ? at : heldUntil, at, heldUntil);
  }

  /**
   * Adds a stored entry whose page is to be fetched again. An entry that is in the table keeps its
   * hold, and the time of its fetch if that is earlier.
   */
  public static void renew(Connection c, int feed, long id, long at) throws SQLException {
    if (Sql.run(c, RENEW, at, at, at, at, at, feed, id) == 0) {
      add(c, feed, id, at, null);
    }
  }

  /** Returns the ids of the feed's entries that are held back. */
  public static Set<Long> held(Connection c, int feed) throws SQLException {
    return new HashSet<>(
        Sql.list(
            c,
            "SELECT id FROM article WHERE feed_id = ? AND held_until IS NOT NULL",
            row -> row.getLong(1),
            feed));
  }
}
