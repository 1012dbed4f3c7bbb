package io.feedloom.store.feeds;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Changes when feeds are due, by a function of their states. */
record Replanning(Database database, BiFunction<FeedId, PollState, Optional<PollState>> plan) {
  /** How many feeds change in one transaction. */
  private static final int BATCH = 500;

  private static final String ALL = "SELECT id, name, state FROM feed WHERE name IS NOT NULL";

  private static final String SOME = "SELECT id, name, state FROM feed WHERE name = ANY(?)";

  /** Locks rows in the order of the key, so that two processes cannot deadlock. */
  private static final String LOCK =
      """
      SELECT id, name, state FROM feed WHERE id = ANY(?) AND name IS NOT NULL
      ORDER BY id FOR UPDATE
      """;

  /**
   * Changes the state. A feed that another process polls now stays not due until its lease expires.
   */
  private static final String CHANGE =
      "UPDATE feed SET due = GREATEST(?, leased_until), state = ? WHERE id = ?";

  private record Row(int id, FeedId name, PollState state) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getInt("id"),
          new FeedId(row.getString("name")),
          FeedJson.state(row.getString("state")));
    }
  }

  int all() {
    return change(database.read(c -> Sql.list(c, ALL, Row::of)));
  }

  int some(Collection<FeedId> ids) {
    var names = ids.stream().map(FeedId::value).toArray(String[]::new);
    return change(database.read(c -> Sql.list(c, SOME, Row::of, (Object) names)));
  }

  private int change(List<Row> rows) {
    var concerned =
        rows.stream()
            .filter(row -> plan.apply(row.name(), row.state()).isPresent())
            .map(Row::id)
            .toList();
    int changed = 0;
    for (var some : Sql.pieces(concerned, BATCH)) {
      changed += database.write(c -> change(c, Sql.ints(some)));
    }
    return changed;
  }

  /**
   * Locks the rows and applies the plan again, because polls may have ended since they were read.
   */
  private int change(Connection c, int[] ids) throws SQLException {
    var changes = new ArrayList<@Nullable Object[]>();
    for (var row : Sql.list(c, LOCK, Row::of, (Object) ids)) {
      plan.apply(row.name(), row.state())
          .ifPresent(
              next ->
                  changes.add(
                      Sql.values(Millis.of(next.nextPoll()), FeedJson.state(next), row.id())));
    }
    Sql.batch(c, CHANGE, changes);
    return changes.size();
  }
}
