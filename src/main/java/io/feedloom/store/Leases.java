package io.feedloom.store;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each feed that is due to one taker. Where other processes may take feeds too, leases stand
 * in the feeds' rows; where none can, in memory: that halves what a poll without news writes, and a
 * process that is killed leaves none behind.
 */
interface Leases {
  /** In the order of the index, locking nothing: where H2 locks, it sorts the whole table. */
  String FIND_DUE =
      """
      SELECT id FROM feed WHERE due <= ? ORDER BY due FETCH FIRST ? ROWS ONLY
      """;

  /** The address of a feed whose row names none: the next reload writes it anew. */
  URI NOWHERE = URI.create("about:invalid");

  static Leases of(Database database) {
    return database.dialect().isShared()
        ? new DatabaseLeases(database)
        : new InMemoryLeases(database);
  }

  /** See {@link Store#takeDue}. */
  List<Due> takeDue(Instant now, int most, Duration lease);

  /** See {@link Store#take}. */
  Optional<Due> take(FeedId id, Instant now, Duration lease);

  /** When a feed is due or a lease ends, whichever comes first. */
  Optional<Instant> nextDue();

  /** See {@link Store#postpone}. */
  void postpone(List<Postponed> feeds);

  /** See {@link Store#reinIn}. */
  int reinIn(Instant now, Instant last, Duration over);

  /**
   * Does work that ends a lease. If it fails, the lease is as it was.
   *
   * @throws LeaseLost if the lease is known not to stand any more
   */
  <T> T ending(Due lease, Supplier<T> work);

  /**
   * What must stand in the feed's row, or else the lease is lost.
   *
   * @return null where rows say nothing of leases
   */
  @Nullable Long mark(Due lease);

  /** The feed of a row with {@code id}, {@code name}, {@code url} and {@code state}. */
  static Due due(ResultSet row, long until) throws SQLException {
    return new Due(
        row.getInt("id"),
        new FeedId(row.getString("name")),
        WebAddress.parse(row.getString("url")).orElse(NOWHERE),
        Millis.at(until),
        FeedJson.state(row.getString("state")));
  }
}
