package io.feedloom.store.write;

import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Updates the figures in a feed's row after its entries were written. */
public final class FeedFigures {
  /**
   * Reads one row of an index in its order. For a {@code MAX} with a condition, H2 would read every
   * row.
   */
  private static final String NEWEST =
      """
      SELECT river FROM entry WHERE feed_id = ?
      ORDER BY feed_id DESC, river DESC, id DESC FETCH FIRST 1 ROWS ONLY
      """;

  private static final String WRITE =
      """
      UPDATE feed SET entries = entries + ?, hidden = hidden + ?, newest = ? WHERE id = ?
      """;

  private FeedFigures() {}

  /** Returns the time of the newest shown entry. */
  public static Optional<Long> newest(
      Connection c, int feed, Optional<Long> before, EntryWriter writer) throws SQLException {
    if (writer.removesEntries()) {
      return Sql.first(c, NEWEST, row -> row.getLong(1), feed);
    }
    var added = writer.newest();
    return before.isPresent() && added.isPresent()
        ? Optional.of(Math.max(before.get(), added.get()))
        : before.or(() -> added);
  }

  /** Adds the changes of the writer to the figures. */
  public static void write(Connection c, int feed, Optional<Long> before, EntryWriter writer)
      throws SQLException {
    Sql.run(
        c,
        WRITE,
        writer.shownMore(),
        writer.hiddenMore(),
        newest(c, feed, before, writer).orElse(null),
        feed);
  }
}
