package io.feedloom.store;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Hold;
import io.feedloom.feed.Postponed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hosts that asked us to wait, and the feeds that wait for them. */
final class StoredHolds {
  private static final String STANDING =
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

  private static final String POSTPONE =
      """
      UPDATE feed SET due = ?, leased_until = 0, state = ?
      WHERE id = ? AND url_digest = ?
      AND leased_until = COALESCE(CAST(? AS BIGINT), leased_until)
      AND name IS NOT NULL
      """;

  private static final String REIN_IN =
      """
      UPDATE feed SET due = ? + MOD(CAST(id AS BIGINT) * 7919137, ?), leased_until = 0
      WHERE due > ?
      """;

  private StoredHolds() {}

  static List<Hold> standing(Connection c, Instant now) throws SQLException {
    return Sql.list(
        c,
        STANDING,
        row ->
            new Hold(
                row.getString("scope"),
                Millis.at(row.getLong("until_time")),
                row.getString("reason")),
        Millis.of(now));
  }

  /** Of two holds of one scope the longer stands. Those that are over are forgotten. */
  static void add(Connection c, Hold hold, Instant now) throws SQLException {
    long until = Millis.of(hold.until());
    Sql.run(c, "DELETE FROM hold WHERE until_time <= ?", Millis.of(now));
    if (Sql.run(c, PROLONG, until, until, hold.reason(), hold.scope()) == 0) {
      Sql.run(c, ADD, hold.scope(), until, hold.reason(), hold.scope());
    }
  }

  /** Feeds next to each other get times far apart: the factor is a prime number. */
  static int reinIn(Connection c, Instant now, Instant last, Duration over) throws SQLException {
    Sql.run(c, "DELETE FROM hold WHERE until_time > ?", Millis.of(last));
    return Sql.run(c, REIN_IN, Millis.of(now), Math.max(1, over.toMillis()), Millis.of(last));
  }

  /** Gives the feeds, though some of their leases may not stand. */
  static List<Postponed> postpone(Connection c, List<Postponed> feeds, Leases leases)
      throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var feed : feeds) {
      var lease = feed.lease();
      rows.add(
          Sql.values(
              Millis.of(feed.until()),
              FeedJson.state(lease.state().due(feed.until(), feed.reason())),
              lease.key(),
              Digest.of(lease.url().toString()),
              leases.mark(lease)));
    }
    Sql.batch(c, POSTPONE, rows);
    return feeds;
  }
}
