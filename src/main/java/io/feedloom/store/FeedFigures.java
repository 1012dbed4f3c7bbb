package io.feedloom.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The figures that stand on a feed's row, after its entries were written. */
final class FeedFigures {
  /** By the order of an index: H2 looks at every row for a MAX with a condition. */
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

  /** The place of the newest entry that shows. */
  static Optional<Long> newest(Connection c, int feed, Optional<Long> before, EntryWriter writer)
      throws SQLException {
    if (writer.takesOut()) {
      return Sql.first(c, NEWEST, row -> row.getLong(1), feed);
    }
    var added = writer.newest();
    return before.isPresent() && added.isPresent()
        ? Optional.of(Math.max(before.get(), added.get()))
        : before.or(() -> added);
  }

  /** Takes over what the writer changed. */
  static void write(Connection c, int feed, Optional<Long> before, EntryWriter writer)
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
