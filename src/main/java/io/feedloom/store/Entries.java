package io.feedloom.store;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.store.Runs.Hit;
import io.feedloom.store.Runs.Position;
import io.feedloom.store.Runs.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads entries. */
final class Entries {
  private static final String COLUMNS =
      """
      SELECT e.feed_id, e.id, f.name, e.river, e.first_seen, e.last_changed, e.payload, j.text,
      f.first_url, t.id IS NOT NULL AS taken
      """;

  /** The longest payload that is read together with others. */
  private static final int LONGEST = 64 * 1024;

  private static final String FROM =
      COLUMNS.replace(
              "e.payload",
              "CASE WHEN OCTET_LENGTH(e.payload) <= %d THEN e.payload END AS payload"
                  .formatted(LONGEST))
          + """
          FROM %s
          JOIN feed f ON f.id = e.feed_id
          LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
          LEFT JOIN guid_taken t ON t.feed_id = e.feed_id AND t.id = e.id
          WHERE f.name IS NOT NULL
          """;

  private static final String BY_KEY =
      FROM.formatted(
          """
          UNNEST(?, ?) k (feed_id, id)
          JOIN entry e ON e.feed_id = k.feed_id AND e.id = k.id\
          """);

  /** By the index along which feeds are read. */
  static final String ALONG_FEED =
      FROM.formatted(
          """
          UNNEST(?, ?, ?) k (feed_id, river, id)
          JOIN entry e ON e.feed_id = k.feed_id AND e.river = k.river AND e.id = k.id\
          """);

  /**
   * By the index along which groups are read. That {@code BETWEEN} is an {@code =} which keeps H2
   * from an index by feed.
   */
  static final String ALONG_GROUP =
      FROM.formatted(
          """
          UNNEST(?, ?, ?, ?) k (feed_id, river, id, group_id)
          JOIN entry e ON e.group_id = k.group_id AND e.river = k.river
          AND e.feed_id BETWEEN k.feed_id AND k.feed_id AND e.id BETWEEN k.id AND k.id\
          """);

  private static final String PAYLOAD = "SELECT payload FROM entry WHERE feed_id = ? AND id = ?";

  private static final String DROPPED =
      COLUMNS
          + """
          FROM feed f
          JOIN hidden_entry e ON e.feed_id = f.id
          JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
          LEFT JOIN guid_taken t ON t.feed_id = e.feed_id AND t.id = e.id
          WHERE f.name = ? AND e.payload IS NOT NULL
          ORDER BY e.river DESC, e.id DESC FETCH FIRST ? ROWS ONLY
          """;

  private static final String FINGERPRINTS =
      """
      SELECT e.id, e.fingerprint
      FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      """;

  private Entries() {}

  /** What the scan finds, and by whom else its stories are told. */
  static Merging merging(Connection c, Scan scan) throws SQLException {
    return new Merging(c, scan, new InRuns(c, scan));
  }

  /** The places of a scan that asks nothing of the entries themselves. */
  private record InRuns(Connection c, Scan scan, List<Run> runs, Direction direction)
      implements Merging.Places {
    InRuns(Connection c, Scan scan) throws SQLException {
      this(
          c,
          scan,
          new Runs(scan, Feeds.places(c, Runs.feeds(scan))).all(),
          scan.after().isPresent() ? Direction.UP : Direction.DOWN);
    }

    @Override
    public List<Hit> beyond(Optional<Position> from, int most) throws SQLException {
      return Scans.merge(c, runs, from, direction, most);
    }

    @Override
    public Set<EntryKey> admitted(List<EntryKey> keys) throws SQLException {
      return ScanFilter.of(c, scan, keys);
    }
  }

  static Position position(Cursor cursor) {
    return new Position(Millis.of(cursor.river()), cursor.key());
  }

  /**
   * An entry whose text is not read yet, so that nobody holds the texts of many at once.
   *
   * @param payload null where it is long; it is read alone then
   */
  record Row(
      EntryKey key,
      FeedId feed,
      long river,
      long firstSeen,
      long lastChanged,
      byte @Nullable [] payload,
      @Nullable String judgement,
      String firstUrl,
      boolean taken) {
    private static Row of(ResultSet row) throws SQLException {
      return new Row(
          new EntryKey(row.getInt("feed_id"), row.getLong("id")),
          new FeedId(row.getString("name")),
          row.getLong("river"),
          row.getLong("first_seen"),
          row.getLong("last_changed"),
          row.getBytes("payload"),
          row.getString("text"),
          row.getString("first_url"),
          row.getBoolean("taken"));
    }

    /** Returns the entry's payload; empty if it was deleted meanwhile. */
    Optional<byte[]> payload(Connection c) throws SQLException {
      return payload != null
          ? Optional.of(payload)
          : Sql.first(c, PAYLOAD, row -> row.getBytes(1), key.feed(), key.id());
    }

    Optional<StoredEntry> entry(Connection c) throws SQLException {
      return payload(c).map(this::entry);
    }

    StoredEntry entry(byte[] bytes) {
      var entry = Payload.entry(bytes);
      return new StoredEntry(
          key,
          feed,
          Millis.at(river),
          Millis.at(firstSeen),
          Millis.at(lastChanged),
          entry,
          RuleResultJson.read(judgement),
          new EntryName(entry.guid(), firstUrl, key.id(), taken));
    }
  }

  /**
   * In the order of the hits; those that are gone, or whose feed is, are missing. Each is read by
   * the index in which it was found: what lies together there was just read, while every key lies
   * in another corner of a large store.
   */
  static List<Row> of(Connection c, List<Hit> hits) throws SQLException {
    var found = new HashMap<EntryKey, Row>();
    var byWay = hits.stream().collect(Collectors.partitioningBy(hit -> hit.group().isPresent()));
    for (var way : byWay.values()) {
      along(c, way).forEach(entry -> found.put(entry.key(), entry));
    }
    var keys = hits.stream().map(hit -> hit.at().key()).toList();
    rows(c, keys.stream().filter(key -> !found.containsKey(key)).toList())
        .forEach(entry -> found.put(entry.key(), entry));
    return keys.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Of hits that were all found in groups, or all otherwise. */
  private static List<Row> along(Connection c, List<Hit> hits) throws SQLException {
    if (hits.isEmpty()) {
      return List.of();
    }
    var feeds = hits.stream().mapToInt(hit -> hit.at().key().feed()).toArray();
    var rivers = hits.stream().mapToLong(hit -> hit.at().river()).toArray();
    var ids = hits.stream().mapToLong(hit -> hit.at().key().id()).toArray();
    var groups = hits.stream().flatMap(hit -> hit.group().stream()).toList();
    return groups.isEmpty()
        ? Sql.list(c, ALONG_FEED, Row::of, feeds, rivers, ids)
        : Sql.list(c, ALONG_GROUP, Row::of, feeds, rivers, ids, Sql.ints(groups));
  }

  /** In the order of the keys; those that are gone, or whose feed is, are missing. */
  static List<Row> rows(Connection c, List<EntryKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    var found = new HashMap<EntryKey, Row>();
    Sql.list(
            c,
            BY_KEY,
            Row::of,
            keys.stream().mapToInt(EntryKey::feed).toArray(),
            keys.stream().mapToLong(EntryKey::id).toArray())
        .forEach(entry -> found.put(entry.key(), entry));
    return keys.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  static Optional<StoredEntry> byKey(Connection c, EntryKey key) throws SQLException {
    var rows = rows(c, List.of(key));
    return rows.isEmpty() ? Optional.empty() : rows.getFirst().entry(c);
  }

  /** Those of a feed that rules drop, the newest first. */
  static List<StoredEntry> dropped(Connection c, FeedId feed, int most) throws SQLException {
    return Sql.list(c, DROPPED, Entries::entry, feed.value(), most);
  }

  static Map<Long, Long> fingerprints(Connection c, int feed, Collection<Long> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<Long, Long>();
    var distinct = ids.stream().mapToLong(Long::longValue).distinct().toArray();
    for (var sql : List.of(FINGERPRINTS, FINGERPRINTS.replace("entry e", "hidden_entry e"))) {
      Sql.list(c, sql, row -> Map.entry(row.getLong(1), row.getLong(2)), distinct, feed)
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
      if (found.size() == distinct.length) {
        break;
      }
    }
    return found;
  }

  private static StoredEntry entry(ResultSet row) throws SQLException {
    return Row.of(row).entry(row.getBytes("payload"));
  }
}
