package io.feedloom.store.row;

import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.Payload;
import io.feedloom.store.json.RuleResultJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a feed as it is in the database, or as it will be written.
 *
 * @param payload the packed entry; null if the entry was deleted and only its identity is left
 * @param entry the content of the payload, as the publisher wrote it; null if the payload is null
 * @param labels the labels of its categories and given tags, by key
 * @param judgement the result of the rules
 * @param hidden whether it is in the table of hidden entries: a rule drops it, or it is held back
 *     until its full text is there
 */
public record StoredRow(
    long id,
    long fingerprint,
    long river,
    long firstSeen,
    long lastChanged,
    byte @Nullable [] payload,
    @Nullable Entry entry,
    Map<String, String> labels,
    RuleResult judgement,
    boolean hidden) {
  private static final String SELECT =
      """
      SELECT e.id, e.fingerprint, e.river, e.first_seen, e.last_changed, e.payload, j.text, j.revision
      FROM %s LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      """;

  private static final String NEXT =
      SELECT
          + "WHERE e.feed_id = ? AND e.id > ?%s ORDER BY e.feed_id, e.id FETCH FIRST ? ROWS ONLY";

  private static final String SHOWN =
      SELECT.formatted("UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id");

  private static final String HIDDEN =
      SELECT.formatted("UNNEST(?) k (id) JOIN hidden_entry e ON e.feed_id = ? AND e.id = k.id");

  static final String NEXT_SHOWN = NEXT.formatted("entry e", "");

  static final String NEXT_HIDDEN = NEXT.formatted("hidden_entry e", " AND e.payload IS NOT NULL");

  /** Returns whether only its identity is left. */
  public boolean isForgotten() {
    return payload == null;
  }

  /**
   * Returns the entry with a new result of the rules.
   *
   * @param now when it counts as changed, if the rules change other fields than before
   */
  public StoredRow judged(RuleResult next, Map<String, String> nextLabels, long now) {
    return new StoredRow(
        id,
        fingerprint,
        river,
        firstSeen,
        next.revision().equals(judgement.revision()) ? lastChanged : Math.max(now, lastChanged),
        payload,
        entry,
        nextLabels,
        next,
        next.dropped());
  }

  /** Returns the same entry in the table of hidden entries. */
  public StoredRow hide() {
    return new StoredRow(
        id, fingerprint, river, firstSeen, lastChanged, payload, entry, labels, judgement, true);
  }

  /**
   * Reads the stored entries of a feed among these ids, by id.
   *
   * @param anyHidden whether the feed may have hidden entries
   */
  public static Map<Long, StoredRow> load(
      Connection c, int feed, long[] ids, boolean anyHidden, CategoryKeys categories)
      throws SQLException {
    var found = new HashMap<Long, StoredRow>();
    if (ids.length > 0) {
      put(found, Sql.list(c, SHOWN, row -> read(row, false, categories), ids, feed));
      if (anyHidden) {
        put(found, Sql.list(c, HIDDEN, row -> read(row, true, categories), ids, feed));
      }
    }
    return found;
  }

  private static void put(Map<Long, StoredRow> found, List<StoredRow> rows) {
    rows.forEach(row -> found.put(row.id(), row));
  }

  /**
   * Reads the next entries of a feed, in the order of their ids.
   *
   * @param hidden whether to read the hidden entries or the others
   * @param after the id after which to begin
   * @param most how many at most
   */
  public static List<StoredRow> after(
      Connection c, int feed, boolean hidden, long after, int most, CategoryKeys categories)
      throws SQLException {
    return Sql.list(
        c,
        hidden ? NEXT_HIDDEN : NEXT_SHOWN,
        row -> read(row, hidden, categories),
        feed,
        after,
        most);
  }

  private static StoredRow read(ResultSet row, boolean hidden, CategoryKeys categories)
      throws SQLException {
    var payload = row.getBytes("payload");
    var entry = payload == null ? null : Payload.entry(payload);
    var judgement =
        RuleResultJson.read(row.getString("text"), Payload.revision(row.getBytes("revision")));
    return new StoredRow(
        row.getLong("id"),
        row.getLong("fingerprint"),
        row.getLong("river"),
        row.getLong("first_seen"),
        row.getLong("last_changed"),
        payload,
        entry,
        entry == null ? Map.of() : categories.of(entry, judgement),
        judgement,
        hidden);
  }
}
