package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, for the other processes on a shared database.
 *
 * <p>A transaction that writes entries adds one row without a number, so that updates of different
 * feeds never wait for each other. Whoever reads the log first gives numbers to the rows of
 * transactions that have ended, in a transaction of its own and one reader at a time. Numbers thus
 * become visible in their order, and a reader that has seen number n never misses one below it:
 * numbers taken from a sequence while writing could not promise that, because transactions do not
 * end in the order in which they took their numbers.
 */
final class ArrivalLog {
  /** Updates that are kept. */
  private static final int KEPT = 10_000;

  private static final String ADD = "INSERT INTO arrival_log (origin, arrivals) VALUES (?, ?)";

  private static final String WAITING =
      "SELECT id FROM arrival_log WHERE number IS NULL ORDER BY id";

  private static final String TURN = "SELECT number FROM turn WHERE name = 'arrivals' FOR UPDATE";

  private static final String END_TURN = "UPDATE turn SET number = ? WHERE name = 'arrivals'";

  private static final String LAST = "SELECT number FROM turn WHERE name = 'arrivals'";

  private static final String NUMBER = "UPDATE arrival_log SET number = ? WHERE id = ?";

  private static final String FORGET = "DELETE FROM arrival_log WHERE number <= ?";

  private static final String AFTER =
      """
      SELECT number, origin, arrivals FROM arrival_log
      WHERE number > ? ORDER BY number FETCH FIRST ? ROWS ONLY
      """;

  private ArrivalLog() {}

  static void add(Connection c, long origin, List<Arrival> arrivals) throws SQLException {
    if (!arrivals.isEmpty()) {
      Sql.run(c, ADD, origin, write(arrivals));
    }
  }

  static boolean anyWaiting(Connection c) throws SQLException {
    return Sql.first(c, WAITING + " FETCH FIRST 1 ROWS ONLY", row -> row.getLong(1)).isPresent();
  }

  /** Numbers what was committed before this call. */
  static boolean number(Connection c) throws SQLException {
    long number = Sql.first(c, TURN, row -> row.getLong(1)).orElse(0L);
    var rows = new ArrayList<@Nullable Object[]>();
    for (long id : Sql.list(c, WAITING, row -> row.getLong(1))) {
      rows.add(Sql.values(++number, id));
    }
    Sql.batch(c, NUMBER, rows);
    Sql.run(c, END_TURN, number);
    Sql.run(c, FORGET, number - KEPT);
    return true;
  }

  static long last(Connection c) throws SQLException {
    return Sql.first(c, LAST, row -> row.getLong(1)).orElse(0L);
  }

  private record Row(long number, long origin, byte[] arrivals) {}

  /**
   * What was written since.
   *
   * @param origins by whom
   */
  static Arrivals after(Connection c, long sequence, int most, LongPredicate origins)
      throws SQLException {
    var rows = rows(c, sequence, most);
    if (rows.isEmpty()) {
      long last = last(c);
      return new Arrivals(last, last == sequence, List.of());
    }
    boolean complete = rows.getFirst().number() == sequence + 1;
    var arrivals = new ArrayList<Arrival>();
    rows.stream()
        .filter(row -> origins.test(row.origin()))
        .forEach(row -> arrivals.addAll(read(row.arrivals())));
    return new Arrivals(rows.getLast().number(), complete, arrivals);
  }

  /** The same by update, whoever wrote it. */
  static LoggedArrivals updates(Connection c, long sequence, int most) throws SQLException {
    var rows = rows(c, sequence, most);
    if (rows.isEmpty()) {
      long last = last(c);
      return new LoggedArrivals(last, last == sequence, List.of());
    }
    return new LoggedArrivals(
        rows.getLast().number(),
        rows.getFirst().number() == sequence + 1,
        rows.stream()
            .map(row -> new LoggedArrivals.Of(row.number(), read(row.arrivals())))
            .toList());
  }

  private static List<Row> rows(Connection c, long sequence, int most) throws SQLException {
    return Sql.list(
        c, AFTER, row -> new Row(row.getLong(1), row.getLong(2), row.getBytes(3)), sequence, most);
  }

  private static byte[] write(List<Arrival> arrivals) {
    return JsonOut.bytes(out -> out.objects("arrivals", arrivals, ArrivalLog::arrival));
  }

  private static void arrival(JsonOut out, Arrival arrival) {
    out.number("feed", arrival.key().feed());
    out.number("id", arrival.key().id());
    out.text("name", arrival.feed().value());
    out.number("group", arrival.group());
    out.texts("categories", arrival.categories());
    out.time("river", java.util.Optional.of(arrival.river()));
    out.flag("new", arrival.isNew());
    out.flag("joins", arrival.joins());
    out.flag("withdrawn", arrival.withdrawn());
  }

  private static List<Arrival> read(byte[] bytes) {
    var arrivals = new ArrayList<Arrival>();
    return JsonIn.read(
        bytes,
        0,
        bytes.length,
        in -> {
          in.members(
              name -> {
                if (name.equals("arrivals")) {
                  arrivals.addAll(in.list(ArrivalLog::arrival));
                }
              });
          return arrivals;
        });
  }

  private static Arrival arrival(JsonIn in) {
    var own = new Scalars();
    var categories = new ArrayList<String>();
    in.members(
        name -> {
          if (name.equals("categories")) {
            categories.addAll(in.texts());
          } else {
            own.put(name, in.text());
          }
        });
    return new Arrival(
        new EntryKey(own.smallNumber("feed").orElse(0), own.number("id").orElse(0)),
        new FeedId(own.text("name").orElse("")),
        own.smallNumber("group").orElse(0),
        Set.copyOf(categories),
        own.time("river").orElse(Instant.EPOCH),
        own.flag("new"),
        own.flag("joins"),
        own.flag("withdrawn"));
  }
}
