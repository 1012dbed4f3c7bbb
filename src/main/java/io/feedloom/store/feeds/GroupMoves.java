package io.feedloom.store.feeds;

import io.feedloom.store.db.Sql;
import io.feedloom.store.feeds.SubscriptionTable.Move;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.CategoryRuns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves feeds and all their entries to other groups. */
final class GroupMoves {
  private static final String LOCK = "SELECT group_id FROM feed WHERE id = ? FOR UPDATE";

  private static final String MOVE_FEED = "UPDATE feed SET group_id = ? WHERE id = ?";

  private static final String BEARING =
      """
      SELECT id, river, categories FROM entry
      WHERE feed_id = ? AND group_id <> ? AND categories IS NOT NULL
      """;

  private static final String MOVE_ENTRIES =
      "UPDATE entry SET group_id = ? WHERE feed_id = ? AND group_id <> ?";

  private static final String MOVE_WITHDRAWALS =
      "UPDATE withdrawal SET group_id = ? WHERE feed_id = ? AND group_id <> ?";

  private GroupMoves() {}

  /** Moves feeds and their entries. Skips feeds that are in their new group already. */
  static void apply(Connection c, List<Move> moves) throws SQLException {
    for (var move : moves) {
      int from = Sql.first(c, LOCK, row -> row.getInt(1), move.feed()).orElse(move.to());
      if (from != move.to()) {
        moveCategoryRuns(c, move, from);
        Sql.run(c, MOVE_ENTRIES, move.to(), move.feed(), move.to());
        Sql.run(c, MOVE_WITHDRAWALS, move.to(), move.feed(), move.to());
        Sql.run(c, MOVE_FEED, move.to(), move.feed());
      }
    }
  }

  private static void moveCategoryRuns(Connection c, Move move, int from) throws SQLException {
    var removed = new ArrayList<@Nullable Object[]>();
    var added = new ArrayList<@Nullable Object[]>();
    Sql.list(
        c,
        BEARING,
        row -> {
          long id = row.getLong("id");
          long river = row.getLong("river");
          for (long category : CategoryKeys.unpack(row.getBytes("categories"))) {
            removed.add(Sql.values(category, from, river, move.feed(), id));
            added.add(Sql.values(category, move.to(), river, move.feed(), id));
          }
          return id;
        },
        move.feed(),
        move.to());
    CategoryRuns.remove(c, removed);
    CategoryRuns.add(c, added);
  }
}
