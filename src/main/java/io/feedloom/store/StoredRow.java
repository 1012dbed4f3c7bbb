package io.feedloom.store;

import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a feed as it is, or is to be, in the database.
 *
 * @param payload null where the entry was deleted for its age and only its identity is left
 * @param entry what the payload says; null with it
 * @param labels of its categories and given tags by key
 */
record StoredRow(
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
  private static final String SHOWN =
      """
      SELECT e.id, e.fingerprint, e.river, e.first_seen, e.last_changed, e.payload, j.text
      FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      """;

  private static final String HIDDEN =
      """
      SELECT e.id, e.fingerprint, e.river, e.first_seen, e.last_changed, e.payload, j.text
      FROM UNNEST(?) k (id) JOIN hidden_entry e ON e.feed_id = ? AND e.id = k.id
      LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      """;

  boolean isForgotten() {
    return payload == null;
  }

  /** The same entry as the rules now see it. */
  StoredRow judged(RuleResult next, Map<String, String> nextLabels) {
    return new StoredRow(
        id,
        fingerprint,
        river,
        firstSeen,
        lastChanged,
        payload,
        entry,
        nextLabels,
        next,
        next.dropped());
  }

  /** Those of the feed's entries that are known, by id. */
  static Map<Long, StoredRow> load(
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

  static StoredRow read(ResultSet row, boolean hidden, CategoryKeys categories)
      throws SQLException {
    var payload = row.getBytes("payload");
    var entry = payload == null ? null : Payload.entry(payload);
    var judgement = RuleResultJson.read(row.getString("text"));
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
