package io.feedloom.store.write;

import io.feedloom.store.db.Sql;
import io.feedloom.store.db.Undoable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The owners of guids for the one writer of H2: the newest in memory, the others in the table.
 *
 * <p>H2 writes each page that a transaction changed. The digests of new guids belong to random
 * pages of the table, so writing each at once would write a page for each. They wait in memory
 * until there are many. Then several of them share a page. Nothing is lost: the rows of the entries
 * contain the guids of each feed, and {@code guid_taken} lists the guids that a feed does not own.
 * After a kill, the missing owners are read from the rows that were inserted since the table was
 * last written. H2's {@code _ROWID_} identifies these rows.
 */
final class GuidOwnerBuffer implements GuidOwners, Undoable {
  /** The fewest owners that wait before they are written to the table. */
  private static final int MIN_WAITING = 1 << 15;

  /** The most owners that wait, at about 50 bytes each. */
  private static final int MAX_WAITING = 1 << 17;

  /** Between these limits, the buffer is written when it has this fraction of the table's size. */
  private static final int PART = 16;

  private static final String ADD = "INSERT INTO guid_owner (id, feed_id) VALUES (?, ?)";
  private static final String COUNT = "SELECT COUNT(*) FROM guid_owner";

  /** The tables with identities. Table {@code turn} remembers up to which row owners are stored. */
  enum Identities {
    SHOWN("entry", "guids-entry"),
    HIDDEN("hidden_entry", "guids-hidden_entry");

    private final String last;
    final String since;
    private final String turn;

    Identities(String table, String turn) {
      this.turn = turn;
      last = "SELECT MAX(_ROWID_) FROM " + table;
      // Without first_seen, H2 would read the whole index by key instead of the last rows.
      since =
          """
          SELECT e.feed_id, e.id, e.first_seen FROM %s e WHERE e._ROWID_ > ?
          AND NOT EXISTS (SELECT 1 FROM guid_taken t WHERE t.feed_id = e.feed_id AND t.id = e.id)
          AND NOT EXISTS (SELECT 1 FROM guid_owner o WHERE o.id = e.id)
          """
              .formatted(table);
    }

    /** Returns the number of the last row, or 0 if there is none. */
    long lastRow(Connection c) throws SQLException {
      return Sql.first(c, last, row -> row.getLong(1)).orElse(0L);
    }
  }

  private static final String READ = "SELECT number FROM turn WHERE name = ?";
  private static final String WRITE = "MERGE INTO turn (name, number) KEY (name) VALUES (?, ?)";

  private final GuidOwnerTable table = new GuidOwnerTable();
  private Map<Long, Integer> waiting = new HashMap<>();
  private int most = MIN_WAITING;
  private volatile boolean restored;

  /** The actions that undo the changes since the last commit, the newest change last. */
  private final List<Runnable> changes = new ArrayList<>();

  @Override
  public Map<Long, Integer> claim(Connection c, int feed, Collection<Long> ids)
      throws SQLException {
    restore(c);
    var owners = new HashMap<Long, Integer>();
    var unknown = new ArrayList<Long>();
    for (Long id : ids) {
      var owner = waiting.get(id);
      if (owner == null) {
        unknown.add(id);
      } else {
        owners.put(id, owner);
      }
    }
    var stored = table.owners(c, unknown);
    owners.putAll(stored);
    for (Long id : unknown) {
      if (!stored.containsKey(id)) {
        put(id, feed);
      }
    }
    if (waiting.size() >= most) {
      flush(c);
    }
    return owners;
  }

  @Override
  public boolean move(Connection c, long id, int from, int to) throws SQLException {
    restore(c);
    var owner = waiting.get(id);
    if (owner == null) {
      return table.move(c, id, from, to);
    }
    if (owner != from) {
      return false;
    }
    put(id, to);
    return true;
  }

  @Override
  public void release(Connection c, int feed) throws SQLException {
    restore(c);
    var ids = waiting.entrySet().stream().filter(e -> e.getValue() == feed).toList();
    ids.stream().map(Map.Entry::getKey).toList().forEach(id -> put(id, null));
    table.release(c, feed);
  }

  private void put(Long id, @Nullable Integer feed) {
    var owners = waiting;
    var before = feed == null ? owners.remove(id) : owners.put(id, feed);
    changes.add(
        () -> {
          if (before == null) {
            owners.remove(id);
          } else {
            owners.put(id, before);
          }
        });
  }

  /** Returns whether owners may wait in memory. */
  boolean isUsed() {
    return restored;
  }

  /** Writes the waiting owners to the table. */
  void flush(Connection c) throws SQLException {
    restore(c);
    var rows = new ArrayList<@Nullable Object[]>();
    new TreeMap<>(waiting).forEach((id, feed) -> rows.add(Sql.values(id, feed)));
    Sql.batch(c, ADD, rows);
    for (var identities : Identities.values()) {
      Sql.run(c, WRITE, identities.turn, identities.lastRow(c));
    }
    long all = Sql.first(c, COUNT, row -> row.getLong(1)).orElse(0L);
    most = Math.clamp(all / PART, MIN_WAITING, MAX_WAITING);
    var before = waiting;
    waiting = new HashMap<>();
    changes.add(() -> waiting = before);
  }

  /**
   * Reads the owners that are not in the table. After a restart, H2 may reuse the numbers of
   * deleted rows. So if the remembered row is missing, the last row is remembered instead. A
   * database that remembers no row has all owners in the table.
   */
  private void restore(Connection c) throws SQLException {
    if (restored) {
      return;
    }
    for (var identities : Identities.values()) {
      long newest = identities.lastRow(c);
      Optional<Long> known = Sql.first(c, READ, row -> row.getLong(1), identities.turn);
      if (known.isPresent() && known.get() < newest) {
        Sql.list(
            c,
            identities.since,
            row -> waiting.put(row.getLong("id"), row.getInt("feed_id")),
            known.get());
      } else if (known.isEmpty() || known.get() > newest) {
        Sql.run(c, WRITE, identities.turn, newest);
      }
    }
    restored = true;
    changes.add(
        () -> {
          restored = false;
          waiting = new HashMap<>();
        });
  }

  @Override
  public long mark() {
    return changes.size();
  }

  @Override
  public void undo(long mark) {
    while (changes.size() > mark) {
      changes.removeLast().run();
    }
  }

  @Override
  public void committed() {
    changes.clear();
  }

  @Override
  public void forget() {
    changes.clear();
    waiting = new HashMap<>();
    restored = false;
  }
}
