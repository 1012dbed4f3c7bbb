package io.feedloom.store.write;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Declared;
import io.feedloom.feed.FeedId;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.row.CategoryKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A feed whose row is locked, so that its stored entries can change. Polls lock the row themselves,
 * because they also check their lease.
 *
 * @param id the number of the feed
 * @param name {@code gone} if it is not subscribed
 * @param newest the time of the newest shown entry
 * @param hidden how many hidden entries it has
 * @param judged the mark of the rules that were applied to its entries
 * @param info its description as JSON
 * @param articleProblems the problems with the pages of its entries as JSON
 * @param carried the packed ids of its document
 */
public record LockedFeed(
    int id,
    FeedId name,
    int group,
    Optional<Long> newest,
    long hidden,
    long judged,
    Optional<String> info,
    Optional<String> articleProblems,
    byte @Nullable [] carried) {
  private static final String LOCK =
      """
      SELECT id, name, group_id, newest, hidden, judged, info, article_problems, carried
      FROM feed WHERE %s = ? FOR UPDATE
      """;

  private static final String LOCK_NUMBER = LOCK.formatted("id");
  private static final String LOCK_NAME = LOCK.formatted("name");

  /**
   * Reads one row of an index in its order. For a {@code MAX} with a condition, H2 would read every
   * row.
   */
  private static final String NEWEST =
      """
      SELECT river FROM entry WHERE feed_id = ?
      ORDER BY feed_id DESC, river DESC, id DESC FETCH FIRST 1 ROWS ONLY
      """;

  private static final String WRITE =
      """
      UPDATE feed SET entries = entries + ?, hidden = hidden + ?, newest = ? WHERE id = ?
      """;

  /** Locks a feed; empty if it was deleted. */
  public static Optional<LockedFeed> lock(Connection c, int feed) throws SQLException {
    return Sql.first(c, LOCK_NUMBER, LockedFeed::of, feed);
  }

  /** Locks a feed; empty if it is not subscribed. */
  public static Optional<LockedFeed> lock(Connection c, FeedId feed) throws SQLException {
    return Sql.first(c, LOCK_NAME, LockedFeed::of, feed.value());
  }

  private static LockedFeed of(ResultSet row) throws SQLException {
    return new LockedFeed(
        row.getInt("id"),
        new FeedId(Sql.text(row, "name").orElse("gone")),
        row.getInt("group_id"),
        Sql.number(row, "newest"),
        row.getLong("hidden"),
        row.getLong("judged"),
        Sql.text(row, "info"),
        Sql.text(row, "article_problems"),
        row.getBytes("carried"));
  }

  /**
   * Returns the mark of a feed while these rules are being applied to its entries. It is the
   * fingerprint of no rules, so a poll with other rules replaces it.
   *
   * @param rules the fingerprint of the rules
   */
  public static long underWay(long rules) {
    return ~rules;
  }

  /** Returns what the feed declares about all its entries. */
  public Declared declared() {
    return Declared.of(info.map(FeedJson::info));
  }

  /** Returns a writer for its entries. */
  public EntryWriter writer(CategoryKeys categories, Digests digests) {
    return new EntryWriter(id, name, group, categories, digests);
  }

  /** Writes entries and what changes in the feed's row, and returns the arrivals. */
  public List<Arrival> write(Connection c, EntryWriter writer) throws SQLException {
    var arrivals = writer.write(c);
    if (!arrivals.isEmpty() || writer.hiddenMore() != 0) {
      var time = newest(c, id, newest, writer).orElse(null);
      Sql.run(c, WRITE, writer.shownMore(), writer.hiddenMore(), time, id);
    }
    return arrivals;
  }

  /** Returns the time of the newest shown entry after a writer has written. */
  public static Optional<Long> newest(
      Connection c, int feed, Optional<Long> before, EntryWriter writer) throws SQLException {
    if (writer.removesEntries()) {
      return Sql.first(c, NEWEST, row -> row.getLong(1), feed);
    }
    var added = writer.newest();
    return before.isPresent() && added.isPresent()
        ? Optional.of(Math.max(before.get(), added.get()))
        : before.or(() -> added);
  }
}
