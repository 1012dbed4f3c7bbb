package io.feedloom.store.feeds;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Postponed;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leases in the feeds' rows, for processes that share a database. */
public final class DatabaseLeases implements Leases {
  /**
   * How many times as many feeds are read as requested, because other processes may have locked
   * some.
   */
  private static final int READ_AHEAD = 4;

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

  private final Database database;

  public DatabaseLeases(Database database) {
    this.database = database;
  }

  @Override
  public List<Due> takeDue(Instant now, int most, Duration lease) {
    long time = Millis.of(now);
    long until = Millis.of(now.plus(lease));
    return database.write(
        c -> {
          int[] found =
              Sql.ints(
                  Sql.list(c, DueFeeds.FIND_DUE, row -> row.getInt("id"), time, READ_AHEAD * most));
          return found.length == 0
              ? List.of()
              : leased(
                  c,
                  until,
                  Sql.list(c, TAKE_DUE, row -> DueFeeds.due(row, until), found, time, most));
        });
  }

  @Override
  public Optional<Due> take(FeedId id, Instant now, Duration lease) {
    long until = Millis.of(now.plus(lease));
    return database.write(
        c -> {
          var taken =
              Sql.list(
                  c,
                  TAKE_ONE,
                  row -> DueFeeds.due(row, until),
                  id.value(),
                  (Object) Millis.of(now));
          return leased(c, until, taken).stream().findFirst();
        });
  }

  private static List<Due> leased(Connection c, long until, List<Due> taken) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    taken.forEach(due -> rows.add(Sql.values(until, until, due.key())));
    Sql.batch(c, LEASE, rows);
    return taken;
  }

  /** {@inheritDoc} In the rows, a leased feed is due when its lease ends. */
  @Override
  public Optional<Instant> nextDue() {
    return database
        .read(c -> Sql.first(c, "SELECT MIN(due) AS due FROM feed", row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  @Override
  public void postpone(List<Postponed> feeds) {
    if (!feeds.isEmpty()) {
      database.write(c -> DueFeeds.postpone(c, feeds, this::mark));
    }
  }

  @Override
  public int reinIn(Instant now, Duration longest, Duration over) {
    var last = now.plus(longest);
    return database.write(c -> DueFeeds.reinIn(c, now, last, over));
  }

  @Override
  public <T> T ending(Due lease, Supplier<T> work) {
    return work.get();
  }

  @Override
  public Long mark(Due lease) {
    return Millis.of(lease.leasedUntil());
  }
}
