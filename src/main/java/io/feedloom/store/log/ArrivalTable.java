package io.feedloom.store.log;

import io.feedloom.feed.Arrival;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.ArrivalJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The table of the log of arrivals.
 *
 * <p>A transaction that writes entries adds one row without a number, so that updates of different
 * feeds never wait for each other. The next reader numbers the rows of committed transactions, in a
 * transaction of its own. Only one reader at a time does so. Thus numbers become visible in their
 * order, and a reader that has read number n never misses a lower one. Numbers from a sequence
 * could not ensure that, because transactions do not end in the order in which they take numbers.
 */
final class ArrivalTable {
  /** How many of the last updates the log keeps, however old they are. */
  private static final int LEAST = 10_000;

  /** How many updates the log keeps at most, however new they are. */
  private static final int MOST = 250_000;

  private static final String ADD = "INSERT INTO arrival_log (origin, arrivals) VALUES (?, ?)";

  private static final String WAITING =
      "SELECT id FROM arrival_log WHERE number IS NULL ORDER BY id";

  private static final String TURN = "SELECT number FROM turn WHERE name = 'arrivals' FOR UPDATE";

  private static final String END_TURN = "UPDATE turn SET number = ? WHERE name = 'arrivals'";

  private static final String LAST = "SELECT number FROM turn WHERE name = 'arrivals'";

  private static final String NUMBER = "UPDATE arrival_log SET number = ? WHERE id = ?";

  private static final String FORGET = "DELETE FROM arrival_log WHERE number <= ?";

  private static final String OLD =
      """
      SELECT number FROM arrival_mark WHERE at <= ?
      ORDER BY at DESC FETCH FIRST 1 ROWS ONLY
      """;

  private static final String AFTER =
      """
      SELECT number, origin, arrivals FROM arrival_log
      WHERE number > ? ORDER BY number FETCH FIRST ? ROWS ONLY
      """;

  private ArrivalTable() {}

  /** Adds a row if there are arrivals. */
  static void add(Connection c, long origin, List<Arrival> arrivals) throws SQLException {
    if (!arrivals.isEmpty()) {
      Sql.run(c, ADD, origin, ArrivalJson.write(arrivals));
    }
  }

  static boolean anyWaiting(Connection c) throws SQLException {
    return Sql.first(c, WAITING + " FETCH FIRST 1 ROWS ONLY", row -> row.getLong(1)).isPresent();
  }

  /** Gives numbers to the rows that were committed before this call. */
  static boolean number(Connection c) throws SQLException {
    long number = Sql.first(c, TURN, row -> row.getLong(1)).orElse(0L);
    var rows = new ArrayList<@Nullable Object[]>();
    for (long id : Sql.list(c, WAITING, row -> row.getLong(1))) {
      rows.add(Sql.values(++number, id));
    }
    Sql.batch(c, NUMBER, rows);
    Sql.run(c, END_TURN, number);
    Sql.run(c, FORGET, number - MOST);
    return true;
  }

  /**
   * Notes the end of the log, and deletes the updates that are older than a time, except the last
   * ones.
   *
   * @param now in milliseconds
   * @param keptSince in milliseconds
   */
  static boolean trim(Connection c, long now, long keptSince) throws SQLException {
    long end = last(c);
    Sql.run(c, "DELETE FROM arrival_mark WHERE at = ?", now);
    Sql.run(c, "INSERT INTO arrival_mark (at, number) VALUES (?, ?)", now, end);
    var old = Sql.first(c, OLD, row -> row.getLong("number"), keptSince);
    if (old.isPresent()) {
      Sql.run(c, FORGET, Math.min(old.get(), end - LEAST));
      Sql.run(c, "DELETE FROM arrival_mark WHERE at <= ? AND number < ?", keptSince, old.get());
    }
    return true;
  }

  static long last(Connection c) throws SQLException {
    return Sql.first(c, LAST, row -> row.getLong(1)).orElse(0L);
  }

  private record Row(long number, long origin, byte[] arrivals) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(row.getLong(1), row.getLong(2), row.getBytes(3));
    }
  }

  /**
   * Returns the updates after a position.
   *
   * @param origins selects the processes that wrote them
   */
  static LoggedArrivals after(Connection c, long sequence, int most, LongPredicate origins)
      throws SQLException {
    var rows = Sql.list(c, AFTER, Row::of, sequence, most);
    if (rows.isEmpty()) {
      long last = last(c);
      return new LoggedArrivals(last, last == sequence, List.of());
    }
    return new LoggedArrivals(
        rows.getLast().number(),
        rows.getFirst().number() == sequence + 1,
        rows.stream()
            .filter(row -> origins.test(row.origin()))
            .map(row -> new LoggedArrivals.Of(row.number(), ArrivalJson.read(row.arrivals())))
            .toList());
  }
}
