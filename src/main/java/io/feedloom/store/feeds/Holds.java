package io.feedloom.store.feeds;

import io.feedloom.feed.Hold;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.time.Instant;
import java.util.List;

/** The stored holds of hosts and domains. */
public final class Holds {
  private static final String CURRENT =
      "SELECT scope, until_time, reason FROM hold WHERE until_time > ?";

  private static final String PROLONG =
      """
      UPDATE hold SET until_time = GREATEST(until_time, ?),
      reason = CASE WHEN until_time < ? THEN ? ELSE reason END
      WHERE scope = ?
      """;

  private static final String ADD =
      """
      INSERT INTO hold (scope, until_time, reason)
      SELECT CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS VARCHAR)
      WHERE NOT EXISTS (SELECT 1 FROM hold WHERE scope = ?)
      """;

  private final Database database;

  public Holds(Database database) {
    this.database = database;
  }

  /** Stores a hold and deletes expired ones. If the scope has a hold already, keeps the longer. */
  public void add(Hold hold, Instant now) {
    database.write(
        c -> {
          long until = Millis.of(hold.until());
          Sql.run(c, "DELETE FROM hold WHERE until_time <= ?", Millis.of(now));
          if (Sql.run(c, PROLONG, until, until, hold.reason(), hold.scope()) == 0) {
            Sql.run(c, ADD, hold.scope(), until, hold.reason(), hold.scope());
          }
          return hold;
        });
  }

  /** Returns the holds that have not expired. */
  public List<Hold> current(Instant now) {
    return database.read(
        c ->
            Sql.list(
                c,
                CURRENT,
                row ->
                    new Hold(
                        row.getString("scope"),
                        Millis.at(row.getLong("until_time")),
                        row.getString("reason")),
                Millis.of(now)));
  }
}
