package io.feedloom.store.retention;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.Position;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.write.Digests;
import io.feedloom.store.write.FeedWindow;
import io.feedloom.store.write.IdClaims;
import io.feedloom.store.write.LockedFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the content of old entries and keeps their identities. A call deletes a limited number.
 */
record EntryDeletion(Digests digests) {
  private static final String DEPARTED_FROM =
      """
      SELECT feed_id, id FROM departed WHERE feed_id = ? AND since < ?
      ORDER BY feed_id, id FETCH FIRST ? ROWS ONLY
      """;

  private static final String STILL_AWAY =
      """
      SELECT d.id FROM UNNEST(?) k (id) JOIN departed d ON d.feed_id = ? AND d.id = k.id
      WHERE d.since < ?
      """;

  private static final String FORGET_DEPARTED = "DELETE FROM departed WHERE feed_id = ? AND id = ?";

  private static final String OVERFULL =
      "SELECT id FROM feed WHERE entries > ? AND name IS NOT NULL ORDER BY id";

  private static final String SURPLUS =
      """
      SELECT e.id FROM entry e WHERE e.feed_id = ?
      ORDER BY e.feed_id DESC, e.river DESC, e.id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY
      """;

  private static final String UNSUBSCRIBED =
      "SELECT id FROM feed WHERE name IS NULL AND unsubscribed < ? ORDER BY id";

  private static final String SOME_OF_FEED =
      "SELECT e.id FROM entry e WHERE e.feed_id = ? ORDER BY e.feed_id, e.id FETCH FIRST ? ROWS"
          + " ONLY";

  private static final List<String> FORGET_FEED =
      List.of(
          "DELETE FROM guid_taken WHERE feed_id = ?",
          "DELETE FROM hidden_entry WHERE feed_id = ?",
          "DELETE FROM judgement WHERE feed_id = ?",
          "DELETE FROM departed WHERE feed_id = ?",
          "DELETE FROM withdrawal WHERE feed_id = ?",
          "DELETE FROM entry_alias WHERE feed_id = ?",
          "DELETE FROM article WHERE feed_id = ?",
          "DELETE FROM feed_category WHERE feed_id = ?",
          "DELETE FROM feed WHERE id = ?");

  /** Deletes entries that left this feed before this time. */
  Cleared expireOf(Connection c, int feed, long before, int most) throws SQLException {
    return expire(c, Sql.list(c, DEPARTED_FROM, Position::key, feed, before, most), before);
  }

  /** Deletes the given entries that left their feed before this time and have not come back. */
  Cleared expire(Connection c, List<EntryKey> departed, long before) throws SQLException {
    var byFeed = new LinkedHashMap<Integer, List<Long>>();
    departed.forEach(
        key -> byFeed.computeIfAbsent(key.feed(), _ -> new ArrayList<>()).add(key.id()));
    int count = 0;
    var arrivals = new ArrayList<Arrival>();
    for (var gone : byFeed.entrySet()) {
      int feed = gone.getKey();
      var row = LockedFeed.lock(c, feed);
      var away =
          Sql.list(c, STILL_AWAY, r -> r.getLong(1), Sql.longs(gone.getValue()), feed, before);
      if (row.isPresent()) {
        arrivals.addAll(forget(c, row.get(), away));
      }
      deleteDepartures(c, feed, away);
      count += away.size();
    }
    return new Cleared(count, arrivals);
  }

  /** Returns the subscribed feeds with more entries than this number. */
  static List<Integer> overfull(Connection c, int perFeed) throws SQLException {
    return Sql.list(c, OVERFULL, row -> row.getInt(1), perFeed);
  }

  /** Deletes some entries that are neither among the newest nor in the feed's document. */
  Cleared trim(Connection c, int feed, int perFeed, int most) throws SQLException {
    var row = LockedFeed.lock(c, feed);
    if (row.isEmpty()) {
      return Cleared.NOTHING;
    }
    var carried = FeedWindow.unpack(row.get().carried());
    var surplus =
        Sql.list(c, SURPLUS, found -> found.getLong(1), feed, perFeed, most + carried.size())
            .stream()
            .filter(id -> !carried.contains(id))
            .limit(most)
            .toList();
    var arrivals = forget(c, row.get(), surplus);
    deleteDepartures(c, feed, surplus);
    return new Cleared(surplus.size(), arrivals);
  }

  /** Returns the feeds that were unsubscribed before this time. */
  static List<Integer> unsubscribed(Connection c, long before) throws SQLException {
    return Sql.list(c, UNSUBSCRIBED, row -> row.getInt(1), before);
  }

  /** Deletes some entries of an unsubscribed feed, or the feed itself if it has none left. */
  Cleared forgetFeed(Connection c, int feed, long before, int most) throws SQLException {
    var row = LockedFeed.lock(c, feed);
    if (row.isEmpty() || unsubscribed(c, before).stream().noneMatch(id -> id == feed)) {
      return Cleared.NOTHING;
    }
    var some = Sql.list(c, SOME_OF_FEED, found -> found.getLong(1), feed, most);
    var arrivals = List.<Arrival>of();
    if (some.isEmpty()) {
      IdClaims.release(c, feed, digests);
      for (var sql : FORGET_FEED) {
        Sql.run(c, sql, feed);
      }
    } else {
      arrivals = forget(c, row.get(), some);
    }
    return new Cleared(some.size(), arrivals);
  }

  private List<Arrival> forget(Connection c, LockedFeed feed, List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    var categories = new CategoryKeys();
    var stored = StoredRow.load(c, feed.id(), Sql.longs(ids), true, categories);
    var writer = feed.writer(categories, digests);
    stored.values().stream().filter(entry -> !entry.isForgotten()).forEach(writer::forget);
    return feed.write(c, writer);
  }

  private static void deleteDepartures(Connection c, int feed, List<Long> ids) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    ids.forEach(id -> rows.add(Sql.values(feed, id)));
    Sql.batch(c, FORGET_DEPARTED, rows);
  }
}
