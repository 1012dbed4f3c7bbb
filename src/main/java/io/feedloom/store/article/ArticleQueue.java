package io.feedloom.store.article;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.store.api.ArticleDelay;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.ArticleTable;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements about when the pages of entries are fetched. */
final class ArticleQueue {
  /** Reads an index in its order and locks nothing. */
  static final String FIND_DUE =
      """
      SELECT feed_id, id, due FROM article WHERE due <= ?
      ORDER BY due, feed_id, id FETCH FIRST ? ROWS ONLY
      """;

  /** Does nothing if another process has taken the entry since. */
  private static final String LEASE =
      """
      UPDATE article SET leased = ?, due = ?, tries = tries + 1
      WHERE feed_id = ? AND id = ? AND due = ?
      """;

  private static final String TAKEN =
      """
      SELECT f.name, a.tries, a.next_try, a.held_until
      FROM article a LEFT JOIN feed f ON f.id = a.feed_id WHERE a.feed_id = ? AND a.id = ?
      """;

  private static final String POSTPONE =
      """
      UPDATE article SET next_try = ?, due = LEAST(?, COALESCE(held_until, ?)), tries = ?,
      leased = 0
      WHERE feed_id = ? AND id = ? AND leased = ?
      """;

  private static final String END =
      "DELETE FROM article WHERE feed_id = ? AND id = ? AND leased = ?";

  private static final String STORED =
      """
      SELECT e.id FROM entry e WHERE e.feed_id = ? AND e.river >= ?
      UNION SELECT h.id FROM hidden_entry h
      WHERE h.feed_id = ? AND h.river >= ? AND h.payload IS NOT NULL
      """;

  private ArticleQueue() {}

  /** An entry that was due at this time. */
  record DueArticle(int feed, long id, long due) {}

  /** Returns entries that are due. */
  static List<DueArticle> due(Connection c, long now, int most) throws SQLException {
    return Sql.list(
        c,
        FIND_DUE,
        row -> new DueArticle(row.getInt("feed_id"), row.getLong("id"), row.getLong("due")),
        now,
        most);
  }

  /** Leases those entries that no other process has leased since. */
  static List<ArticleJob> lease(Connection c, List<DueArticle> due, long until)
      throws SQLException {
    Map<Integer, List<Long>> taken = new HashMap<>();
    for (var one : due) {
      if (Sql.run(c, LEASE, until, until, one.feed(), one.id(), one.due()) == 1) {
        taken.computeIfAbsent(one.feed(), _ -> new ArrayList<>()).add(one.id());
      }
    }
    var jobs = new ArrayList<ArticleJob>();
    for (var feed : taken.entrySet()) {
      var ids = feed.getValue();
      var rows = StoredRow.load(c, feed.getKey(), Sql.longs(ids), true, new CategoryKeys());
      for (long id : ids) {
        var row = rows.get(id);
        var key = new EntryKey(feed.getKey(), id);
        if (row == null || row.entry() == null) {
          Sql.run(c, END, key.feed(), id, until);
        } else {
          jobs.add(job(c, key, row, until));
        }
      }
    }
    return jobs;
  }

  private static ArticleJob job(Connection c, EntryKey key, StoredRow stored, long until)
      throws SQLException {
    var entry = Objects.requireNonNull(stored.entry());
    return Sql.first(
            c,
            TAKEN,
            row ->
                new ArticleJob(
                    key,
                    Sql.text(row, "name").map(FeedId::new),
                    entry,
                    row.getInt("tries"),
                    Millis.at(row.getLong("next_try")),
                    Sql.number(row, "held_until").map(Millis::at),
                    Millis.at(until)),
            key.feed(),
            key.id())
        .orElseThrow();
  }

  /** Ends leases without results. Returns how many delays there are. */
  static int postpone(Connection c, List<ArticleDelay> delays) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var delay : delays) {
      var job = delay.job();
      long next = Millis.of(delay.nextTry());
      rows.add(
          Sql.values(
              next,
              next,
              next,
              delay.tries(),
              job.key().feed(),
              job.key().id(),
              Millis.of(job.leasedUntil())));
    }
    Sql.batch(c, POSTPONE, rows);
    return rows.size();
  }

  /** Removes a leased entry. Returns whether the lease was valid. */
  static boolean end(Connection c, ArticleJob job) throws SQLException {
    return Sql.run(c, END, job.key().feed(), job.key().id(), Millis.of(job.leasedUntil())) == 1;
  }

  /**
   * Returns the stored entries of a feed from this place of the river on, and forgets the problems
   * with its pages.
   */
  static List<EntryKey> stored(Connection c, String name, long since) throws SQLException {
    Optional<Integer> feed =
        Sql.first(c, "SELECT id FROM feed WHERE name = ?", row -> row.getInt(1), name);
    if (feed.isEmpty()) {
      return List.of();
    }
    int key = feed.get();
    Sql.run(c, "UPDATE feed SET article_problems = NULL WHERE id = ?", key);
    return Sql.list(c, STORED, row -> new EntryKey(key, row.getLong(1)), key, since, key, since);
  }

  /** Adds entries whose pages are to be fetched again. Returns how many. */
  static int renew(Connection c, List<EntryKey> entries, long now) throws SQLException {
    for (var entry : entries) {
      ArticleTable.renew(c, entry.feed(), entry.id(), now);
    }
    return entries.size();
  }
}
