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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which new entries of one update have their guid as public id. The first feed that uses a
 * guid owns it, also while a rule hides its entry and after the entry was deleted. Entries of other
 * feeds with the same guid have derived ids, see {@link EntryName}.
 *
 * <p>A public feed takes over a guid if the owner needs a key or left {@code feeds.yml}. The entry
 * of the former owner then gets a derived id. Without this rule, the derived id of a public entry
 * would reveal that a feed with a key has the same entry, and the entries of a feed that is
 * subscribed again under another address would all get new ids. A feed with a key takes over only
 * the guids of deleted feeds, because a public feed may come back.
 *
 * <p>An update whose guids are all new needs one statement. An update without new entries needs
 * none.
 */
public final class IdClaims {
  private static final String VISIBILITY =
      """
      SELECT f.id, f.group_id, f.name, g.combination
      FROM UNNEST(?) k (id) JOIN feed f ON f.id = k.id LEFT JOIN feed_group g ON g.id = f.group_id
      """;

  private static final String MARK =
      """
      INSERT INTO guid_taken (feed_id, id)
      SELECT CAST(? AS INTEGER), k.id FROM UNNEST(?) k (id)
      WHERE NOT EXISTS (SELECT 1 FROM guid_taken t WHERE t.feed_id = ? AND t.id = k.id)
      """;

  private final int feed;
  private final GuidOwners owners;

  /** The claimed guids, sorted so that two transactions never wait for each other. */
  private final Set<Long> claimed = new TreeSet<>();

  private final Set<Long> returned = new HashSet<>();
  private final Map<Integer, Set<Long>> taken = new HashMap<>();

  public IdClaims(int feed, Digests digests) {
    this.feed = feed;
    owners = digests.owners();
  }

  /** Which readers see the entries of a feed. */
  private enum Visibility {
    /** No readers: the feed was deleted and cannot come back. */
    DELETED,
    /** No readers until the feed is subscribed again. */
    UNSUBSCRIBED,
    KEYED,
    PUBLIC;

    static Visibility of(ResultSet row) throws SQLException {
      var combination = row.getString("combination");
      return row.getString("name") == null || combination == null
          ? UNSUBSCRIBED
          : Combination.isKeyed(combination) ? KEYED : PUBLIC;
    }

    boolean takesFrom(Visibility owner) {
      return this == PUBLIC ? owner != PUBLIC : owner == DELETED;
    }
  }

  /** The properties of a feed that decide its claims. */
  private record Claimant(int feed, int group, String name, Visibility visibility) {
    static Claimant of(ResultSet row) throws SQLException {
      return new Claimant(
          row.getInt("id"),
          row.getInt("group_id"),
          Sql.text(row, "name").orElse(""),
          Visibility.of(row));
    }

    static Claimant deleted(int feed) {
      return new Claimant(feed, 0, "", Visibility.DELETED);
    }
  }

  /** A guid that this feed took over, and its former owner. */
  private record Lost(long id, Claimant owner) {}

  /** Adds an entry that was never stored before. */
  public void addNew(Change change) {
    if (EntryName.isReserved(change.entry().guid())) {
      mark(feed, change.id());
    } else {
      claimed.add(change.id());
    }
  }

  /** Adds an entry whose identity is stored. Its feed may own its guid already. */
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
    var lost = new ArrayList<Lost>();
    var others = new TreeMap<>(owners.claim(c, feed, claimed));
    others.values().removeIf(owner -> owner == feed);
    if (!others.isEmpty()) {
      var feeds = claimants(c, others.values());
      var own = feeds.getOrDefault(feed, Claimant.deleted(feed)).visibility();
      for (var other : others.entrySet()) {
        long id = other.getKey();
        var owner = feeds.getOrDefault(other.getValue(), Claimant.deleted(other.getValue()));
        if (takesOver(c, own, id, owner)) {
          mark(owner.feed(), id);
          lost.add(new Lost(id, owner));
        } else {
          mark(feed, id);
        }
      }
    }
    var mark = MARK + Dialect.of(c).skipsExisting;
    for (var marked : taken.entrySet()) {
      int of = marked.getKey();
      Sql.run(c, mark, of, Sql.longs(marked.getValue()), of);
    }
    return renamed(c, lost);
  }

  private Map<Integer, Claimant> claimants(Connection c, Collection<Integer> others)
      throws SQLException {
    var feeds = new HashSet<>(others);
    feeds.add(feed);
    return Sql.list(c, VISIBILITY, Claimant::of, Sql.ints(feeds)).stream()
        .collect(Collectors.toMap(Claimant::feed, Function.identity()));
  }

  private boolean takesOver(Connection c, Visibility own, long id, Claimant owner)
      throws SQLException {
    return own.takesFrom(owner.visibility())
        && !returned.contains(id)
        && owners.move(c, id, owner.feed(), feed);
  }

  private void mark(int of, long id) {
    taken.computeIfAbsent(of, _ -> new TreeSet<>()).add(id);
  }

  private static List<Arrival> renamed(Connection c, List<Lost> lost) throws SQLException {
    var arrivals = new ArrayList<Arrival>();
    for (var one : lost) {
      var owner = one.owner();
      if (owner.visibility() == Visibility.KEYED) {
        StoredRow.load(c, owner.feed(), new long[] {one.id()}, false, new CategoryKeys())
            .forEach((_, row) -> arrivals.add(arrival(one, row)));
      }
    }
    return arrivals;
  }

  private static Arrival arrival(Lost one, StoredRow row) {
    var owner = one.owner();
    return new Arrival(
        new EntryKey(owner.feed(), one.id()),
        new FeedId(owner.name()),
        owner.group(),
        row.labels().keySet(),
        Millis.at(row.river()),
        false);
  }

  /** Releases the guids of a feed that is being deleted and has no entries left. */
  public static void release(Connection c, int feed, Digests digests) throws SQLException {
    digests.owners().release(c, feed);
  }
}
