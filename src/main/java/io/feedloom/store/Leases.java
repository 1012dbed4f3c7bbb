package io.feedloom.store;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives each feed that is due to one taker. */
final class Leases {
  /**
   * How many times more feeds are looked at than are asked for: room for what other takers have
   * locked at the same moment.
   */
  private static final int ROOM = 4;

  /** In the order of the index, locking nothing: where H2 locks, it sorts the whole table. */
  static final String FIND_DUE =
      """
      SELECT id FROM feed WHERE due <= ? ORDER BY due FETCH FIRST ? ROWS ONLY
      """;

  private static final String TAKE_DUE =
      """
      SELECT id, name, url, state FROM feed
      WHERE id = ANY(?) AND due <= ?
      ORDER BY due
      FETCH FIRST ? ROWS ONLY
      FOR UPDATE SKIP LOCKED
      """;

  private static final String TAKE_ONE =
      """
      SELECT id, name, url, state FROM feed
      WHERE name = ? AND leased_until <= ?
      FOR UPDATE SKIP LOCKED
      """;

  private static final String LEASE = "UPDATE feed SET leased_until = ?, due = ? WHERE id = ?";

  private static final String END_ALL =
      """
      UPDATE feed SET due = CASE WHEN name IS NULL THEN NULL ELSE 0 END, leased_until = 0
      WHERE leased_until > 0
      """;

  private static final String REIN_IN =
      """
      UPDATE feed SET due = ? + MOD(CAST(id AS BIGINT) * 7919137, ?), leased_until = 0
      WHERE due > ?
      """;

  private Leases() {}

  /**
   * Makes what is leased due. For a database that no other process uses: its leases are of a
   * process that was killed, and nobody else will end them.
   */
  static int endAll(Connection c) throws SQLException {
    return Sql.run(c, END_ALL);
  }

  /** Feeds next to each other get times far apart: the factor is a prime number. */
  static int reinIn(Connection c, Instant now, Instant last, Duration over) throws SQLException {
    Sql.run(c, "DELETE FROM hold WHERE until_time > ?", Millis.of(last));
    return Sql.run(c, REIN_IN, Millis.of(now), Math.max(1, over.toMillis()), Millis.of(last));
  }

  static List<Due> takeDue(Connection c, Instant now, int most, Duration lease)
      throws SQLException {
    long time = Millis.of(now);
    long until = Millis.of(now.plus(lease));
    int[] found = Sql.ints(Sql.list(c, FIND_DUE, row -> row.getInt("id"), time, ROOM * most));
    return found.length == 0
        ? List.of()
        : leased(c, until, Sql.list(c, TAKE_DUE, row -> due(row, until), found, time, most));
  }

  static Optional<Due> take(Connection c, FeedId id, Instant now, Duration lease)
      throws SQLException {
    long until = Millis.of(now.plus(lease));
    var taken = Sql.list(c, TAKE_ONE, row -> due(row, until), id.value(), Millis.of(now));
    return leased(c, until, taken).stream().findFirst();
  }

  /** When a feed is due or a lease ends, whichever comes first. */
  static Optional<Instant> nextDue(Connection c) throws SQLException {
    return Sql.first(c, "SELECT MIN(due) AS due FROM feed", row -> Sql.number(row, "due"))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  private static List<Due> leased(Connection c, long until, List<Due> taken) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    taken.forEach(due -> rows.add(Sql.values(until, until, due.key())));
    Sql.batch(c, LEASE, rows);
    return taken;
  }

  private static Due due(ResultSet row, long until) throws SQLException {
    return new Due(
        row.getInt("id"),
        new FeedId(row.getString("name")),
        URI.create(row.getString("url")),
        Millis.at(until),
        FeedJson.state(row.getString("state")));
  }
}
