package io.feedloom.store.row;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Update;
import io.feedloom.store.api.KnownIds;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of aliases. It contains only entries of feeds that use one guid for several entries.
 */
public final class AliasTable {
  private static final String FIND =
      """
      SELECT a.alias, a.id
      FROM UNNEST(?) k (alias) JOIN entry_alias a ON a.feed_id = ? AND a.alias = k.alias
      """;

  /** Selects ids and aliases with one statement, which needs only one round trip. */
  static final String KNOWN =
      """
      SELECT 'A' AS kind, a.alias AS asked, a.id AS answer
      FROM UNNEST(?) k (alias) JOIN entry_alias a ON a.feed_id = ? AND a.alias = k.alias
      UNION ALL
      SELECT 'E' AS kind, e.id AS asked, e.fingerprint AS answer
      FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      UNION ALL
      SELECT 'E' AS kind, h.id AS asked, h.fingerprint AS answer
      FROM UNNEST(?) k (id) JOIN hidden_entry h ON h.feed_id = ? AND h.id = k.id
      """;

  private static final String INSERT =
      "INSERT INTO entry_alias (feed_id, alias, id) VALUES (?, ?, ?)";
  private static final String SHARE =
      "UPDATE entry_alias SET id = ? WHERE feed_id = ? AND alias = ?";
  private static final String DELETE = "DELETE FROM entry_alias WHERE feed_id = ? AND alias = ?";
  private static final String DELETE_OF = "DELETE FROM entry_alias WHERE feed_id = ? AND id = ?";

  private AliasTable() {}

  /** Returns the stored ids and aliases of a feed among these. */
  public static KnownIds known(
      Connection c, int feed, Collection<Long> ids, Collection<Long> aliases) throws SQLException {
    var fingerprints = new HashMap<Long, Long>();
    var entries = new HashMap<Long, Long>();
    var asked = distinct(ids);
    Sql.list(
        c,
        KNOWN,
        row ->
            (row.getString("kind").equals("A") ? entries : fingerprints)
                .put(row.getLong("asked"), row.getLong("answer")),
        distinct(aliases),
        feed,
        asked,
        feed,
        asked,
        feed);
    return new KnownIds(fingerprints, entries);
  }

  /**
   * Replaces the aliases of entries. An alias that belongs to several entries identifies none of
   * them from then on.
   */
  public static void write(Connection c, int feed, Update.Aliases aliases) throws SQLException {
    if (aliases.ofOldEntries()) {
      Sql.run(c, DELETE, feed, Alias.OLD_ENTRIES);
    }
    var wanted = new HashMap<Long, Long>();
    aliases.all().forEach(alias -> wanted.merge(alias.value(), alias.entry(), AliasTable::merged));
    if (wanted.isEmpty()) {
      return;
    }
    Sql.batch(c, DELETE_OF, ofEntries(feed, aliases.all()));
    var stored =
        Sql.map(
            c, FIND, row -> row.getLong(1), row -> row.getLong(2), distinct(wanted.keySet()), feed);
    var inserts = new ArrayList<@Nullable Object[]>();
    var shares = new ArrayList<@Nullable Object[]>();
    for (Map.Entry<Long, Long> alias : wanted.entrySet()) {
      var entry = stored.get(alias.getKey());
      if (entry == null) {
        inserts.add(Sql.values(feed, alias.getKey(), alias.getValue()));
      } else if (entry != Alias.SEVERAL) {
        shares.add(Sql.values(Alias.SEVERAL, feed, alias.getKey()));
      }
    }
    Sql.batch(c, INSERT, inserts);
    Sql.batch(c, SHARE, shares);
  }

  private static long merged(long one, long other) {
    return one == other ? one : Alias.SEVERAL;
  }

  private static List<@Nullable Object[]> ofEntries(int feed, List<Alias> aliases) {
    var rows = new ArrayList<@Nullable Object[]>();
    aliases.stream()
        .map(Alias::entry)
        .filter(entry -> entry != Alias.SEVERAL)
        .distinct()
        .forEach(entry -> rows.add(Sql.values(feed, entry)));
    return rows;
  }

  private static long[] distinct(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).distinct().toArray();
  }
}
