package io.feedloom.store.text;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedInfo;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.json.Payload;
import io.feedloom.store.log.RecentEntries;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.text.TextDocuments.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the data of entries for the text index, as readers see them. */
final class TextRows {
  /** How many entries are read at once. */
  private static final int ENTRIES = 500;

  private static final String ROWS =
      """
      SELECT e.feed_id, e.id, e.river, e.categories, e.payload, j.revision
      FROM UNNEST(?, ?) k (feed_id, id) JOIN entry e ON e.feed_id = k.feed_id AND e.id = k.id
      LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      """;

  private static final String ROWS_OF_FEED =
      """
      SELECT e.feed_id, e.id, e.river, e.categories, e.payload, j.revision
      FROM entry e LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      WHERE e.feed_id = ? AND e.id > ? ORDER BY e.feed_id, e.id
      FETCH FIRST ? ROWS ONLY
      """;

  private static final String INFOS = "SELECT id, info FROM feed WHERE id = ANY(?)";

  /** Reads an index in its order. For a MIN with a condition, H2 would read every row. */
  private static final String NEXT_FEED =
      "SELECT feed_id FROM entry WHERE feed_id > ? ORDER BY feed_id FETCH FIRST 1 ROWS ONLY";

  private static final RecentEntries NONE = new RecentEntries();

  private TextRows() {}

  /** Returns those of the entries that are stored and not hidden. */
  static List<Row> of(Connection c, List<EntryKey> keys, RecentEntries recent) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    var infos = infos(c, keys.stream().map(EntryKey::feed).toList());
    return Sql.list(
        c,
        ROWS,
        row -> row(row, infos, recent),
        keys.stream().mapToInt(EntryKey::feed).toArray(),
        keys.stream().mapToLong(EntryKey::id).toArray());
  }

  /** Returns the next entries, ordered by feed and id; none at the end. */
  static List<Row> after(Connection c, EntryKey last) throws SQLException {
    int feed = last.feed();
    long id = last.id();
    while (true) {
      var infos = infos(c, List.of(feed));
      var rows = Sql.list(c, ROWS_OF_FEED, row -> row(row, infos, NONE), feed, id, ENTRIES);
      if (!rows.isEmpty()) {
        return rows;
      }
      var next = Sql.first(c, NEXT_FEED, row -> row.getInt(1), feed);
      if (next.isEmpty()) {
        return List.of();
      }
      feed = next.get();
      id = Long.MIN_VALUE;
    }
  }

  private static Map<Integer, FeedInfo> infos(Connection c, Collection<Integer> feeds)
      throws SQLException {
    var infos = new HashMap<Integer, FeedInfo>();
    var numbers = feeds.stream().mapToInt(Integer::intValue).distinct().toArray();
    Sql.list(
        c,
        INFOS,
        row -> {
          int feed = row.getInt("id");
          Sql.text(row, "info").map(FeedJson::info).ifPresent(info -> infos.put(feed, info));
          return feed;
        },
        numbers);
    return infos;
  }

  private static Row row(ResultSet row, Map<Integer, FeedInfo> infos, RecentEntries recent)
      throws SQLException {
    int feed = row.getInt("feed_id");
    var key = new EntryKey(feed, row.getLong("id"));
    byte[] payload = row.getBytes("payload");
    var published = recent.take(key, payload).orElseGet(() -> Payload.entry(payload));
    return new Row(
        key,
        row.getLong("river"),
        CategoryKeys.unpack(row.getBytes("categories")),
        Payload.revision(row.getBytes("revision")).of(published),
        Optional.ofNullable(infos.get(feed)));
  }
}
