package io.feedloom.store.write;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.db.Dialect;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.Combination;
import io.feedloom.store.row.StoredRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which new entries of one update have their guid as public id. The first feed that uses a
 * guid owns it, also while a rule hides its entry and after the entry was deleted. Entries of other
 * feeds with the same guid have derived ids, see {@link EntryName}.
 *
 * <p>A public feed takes a guid over if its owner needs a key or left {@code feeds.yml}. Otherwise,
 * the derived id of a public entry would reveal that a feed with a key has the same entry, and a
 * feed that is subscribed under another address would get new ids for all entries. The entry of the
 * former owner then has a derived id. A feed with a key takes over only the guids of deleted feeds,
 * because a public feed may come back.
 *
 * <p>An update whose guids are all new costs one statement. An update without new entries costs
 * none.
 */
public final class IdClaims {
  private static final String CLAIM =
      """
      INSERT INTO guid_owner (id, feed_id)
      SELECT k.id, CAST(? AS INTEGER) FROM UNNEST(?) k (id)
      WHERE NOT EXISTS (SELECT 1 FROM guid_owner o WHERE o.id = k.id)
      """;

  private static final String VISIBILITY =
      """
      SELECT f.id AS feed, f.name, g.combination
      FROM feed f LEFT JOIN feed_group g ON g.id = f.group_id WHERE f.id = ?
      """;

  private static final String OWNERS =
      """
      SELECT o.id, o.feed_id, f.id AS feed, f.group_id, f.name, g.combination
      FROM UNNEST(?) k (id) JOIN guid_owner o ON o.id = k.id
      LEFT JOIN feed f ON f.id = o.feed_id LEFT JOIN feed_group g ON g.id = f.group_id
      WHERE o.feed_id <> ?
      ORDER BY o.id
      """;

  private static final String TAKE_OVER =
      "UPDATE guid_owner SET feed_id = ? WHERE id = ? AND feed_id = ?";

  private static final String MARK =
      """
      INSERT INTO guid_taken (feed_id, id)
      SELECT CAST(? AS INTEGER), k.id FROM UNNEST(?) k (id)
      WHERE NOT EXISTS (SELECT 1 FROM guid_taken t WHERE t.feed_id = ? AND t.id = k.id)
      """;

  /** After the last entry of a feed was deleted, all its identities are in hidden_entry. */
  private static final String RELEASE =
      """
      DELETE FROM guid_owner
      WHERE feed_id = ? AND id IN (SELECT h.id FROM hidden_entry h WHERE h.feed_id = ?)
      """;

  private final int feed;

  /** Sorted, so that two transactions never wait for each other. */
  private final Set<Long> claimed = new TreeSet<>();

  private final Set<Long> returned = new HashSet<>();
  private final Map<Integer, Set<Long>> taken = new HashMap<>();

  public IdClaims(int feed) {
    this.feed = feed;
  }

  /** Which readers see the entries of a feed. */
  private enum Visibility {
    /** None, ever: the feed was deleted. */
    DELETED,
    /** None until the feed comes back. */
    UNSUBSCRIBED,
    KEYED,
    PUBLIC;

    static Visibility of(ResultSet row) throws SQLException {
      row.getInt("feed");
      if (row.wasNull()) {
        return DELETED;
      }
      var combination = row.getString("combination");
      return row.getString("name") == null || combination == null
          ? UNSUBSCRIBED
          : Combination.isKeyed(combination) ? KEYED : PUBLIC;
    }

    boolean takesFrom(Visibility owner) {
      return this == PUBLIC ? owner != PUBLIC : owner == DELETED;
    }
  }

  private record Owner(long id, int feed, int group, String name, Visibility visibility) {
    static Owner of(ResultSet row) throws SQLException {
      return new Owner(
          row.getLong("id"),
          row.getInt("feed_id"),
          row.getInt("group_id"),
          Sql.text(row, "name").orElse(""),
          Visibility.of(row));
    }
  }

  /** Adds an entry that was never stored before. */
  public void addNew(Change change) {
    if (EntryName.isReserved(change.entry().guid())) {
      mark(feed, change.id());
    } else {
      claimed.add(change.id());
    }
  }

  /** Adds an entry whose identity is stored, so that it may have a claim. */
  public void addReturning(Change change) {
    addNew(change);
    returned.add(change.id());
  }

  /**
   * Writes the claims.
   *
   * @return the shown entries of other feeds whose public id changed
   */
  public List<Arrival> write(Connection c) throws SQLException {
    if (claimed.isEmpty() && taken.isEmpty()) {
      return List.of();
    }
    var dialect = Dialect.of(c);
    var ids = Sql.longs(claimed);
    var lost = new ArrayList<Owner>();
    if (Sql.run(c, CLAIM + dialect.skipsExisting, feed, ids) < ids.length) {
      var own = Sql.first(c, VISIBILITY, Visibility::of, feed).orElse(Visibility.UNSUBSCRIBED);
      for (var owner : Sql.list(c, OWNERS, Owner::of, ids, feed)) {
        if (takesOver(c, own, owner)) {
          mark(owner.feed(), owner.id());
          lost.add(owner);
        } else {
          mark(feed, owner.id());
        }
      }
    }
    for (var marked : taken.entrySet()) {
      int of = marked.getKey();
      Sql.run(c, MARK + dialect.skipsExisting, of, Sql.longs(marked.getValue()), of);
    }
    return renamed(c, lost);
  }

  private boolean takesOver(Connection c, Visibility own, Owner owner) throws SQLException {
    return own.takesFrom(owner.visibility())
        && !returned.contains(owner.id())
        && Sql.run(c, TAKE_OVER, feed, owner.id(), owner.feed()) > 0;
  }

  private void mark(int of, long id) {
    taken.computeIfAbsent(of, _ -> new TreeSet<>()).add(id);
  }

  private static List<Arrival> renamed(Connection c, List<Owner> lost) throws SQLException {
    var arrivals = new ArrayList<Arrival>();
    for (var owner : lost) {
      if (owner.visibility() == Visibility.KEYED) {
        StoredRow.load(c, owner.feed(), new long[] {owner.id()}, false, new CategoryKeys())
            .forEach((_, row) -> arrivals.add(arrival(owner, row)));
      }
    }
    return arrivals;
  }

  private static Arrival arrival(Owner owner, StoredRow row) {
    return new Arrival(
        new EntryKey(owner.feed(), owner.id()),
        new FeedId(owner.name()),
        owner.group(),
        row.labels().keySet(),
        Millis.at(row.river()),
        false);
  }

  /** Releases the guids of a feed that is being deleted and has no entries left. */
  public static void release(Connection c, int feed) throws SQLException {
    Sql.run(c, RELEASE, feed, feed);
  }
}
