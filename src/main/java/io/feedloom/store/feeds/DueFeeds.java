package io.feedloom.store.feeds;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.WebAddress;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements about when feeds are due, for both kinds of leases. */
final class DueFeeds {
  /** Reads an index in its order and locks nothing. With a lock, H2 would sort the whole table. */
  static final String FIND_DUE =
      """
      SELECT id FROM feed WHERE due <= ? ORDER BY due FETCH FIRST ? ROWS ONLY
      """;

  /** Used in place of an invalid address in a row. The next reload writes a valid one. */
  private static final URI NOWHERE = URI.create("about:invalid");

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

  private DueFeeds() {}

  /** Returns the feed of a row with {@code id}, {@code name}, {@code url} and {@code state}. */
  static Due due(ResultSet row, long until) throws SQLException {
    return new Due(
        row.getInt("id"),
        new FeedId(row.getString("name")),
        WebAddress.parse(row.getString("url")).orElse(NOWHERE),
        Millis.at(until),
        FeedJson.state(row.getString("state")));
  }

  /**
   * Makes feeds due within the duration {@code over} if they are due or leased after {@code last},
   * and deletes holds that end after {@code last}. The factor in the statement is a prime number,
   * so that neighbouring feeds get times far apart.
   *
   * @return how many feeds
   */
  static int reinIn(Connection c, Instant now, Instant last, Duration over) throws SQLException {
    Sql.run(c, "DELETE FROM hold WHERE until_time > ?", Millis.of(last));
    return Sql.run(c, REIN_IN, Millis.of(now), Math.max(1, over.toMillis()), Millis.of(last));
  }

  /**
   * Makes feeds due later, unless their leases are lost.
   *
   * @param mark returns the mark of a lease, see {@link Leases#mark}
   * @return all given feeds, also those that were not changed
   */
  static List<Postponed> postpone(
      Connection c, List<Postponed> feeds, Function<Due, @Nullable Long> mark) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var feed : feeds) {
      var lease = feed.lease();
      rows.add(
          Sql.values(
              Millis.of(feed.until()),
              FeedJson.state(lease.state().due(feed.until(), feed.reason())),
              lease.key(),
              Digest.of(lease.url().toString()),
              mark.apply(lease)));
    }
    Sql.batch(c, POSTPONE, rows);
    return feeds;
  }
}
