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

/** Reads entries. */
final class Entries {
  private static final String COLUMNS =
      """
      SELECT e.feed_id, e.id, f.name, e.river, e.first_seen, e.last_changed, e.payload, j.text,
      f.first_url, t.id IS NOT NULL AS taken
      """;

  private static final String FROM =
      COLUMNS
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
      return Admission.of(c, scan, keys);
    }
  }

  static Position position(Cursor cursor) {
    return new Position(Millis.of(cursor.river()), cursor.key());
  }

  /**
   * In the order of the hits; those that are gone, or whose feed is, are missing. Each is read by
   * the index in which it was found: what lies together there was just read, while every key lies
   * in another corner of a large store.
   */
  static List<StoredEntry> of(Connection c, List<Hit> hits) throws SQLException {
    var found = new HashMap<EntryKey, StoredEntry>();
    var byWay = hits.stream().collect(Collectors.partitioningBy(hit -> hit.group().isPresent()));
    for (var way : byWay.values()) {
      along(c, way).forEach(entry -> found.put(entry.key(), entry));
    }
    var keys = hits.stream().map(hit -> hit.at().key()).toList();
    byKey(c, keys.stream().filter(key -> !found.containsKey(key)).toList())
        .forEach(entry -> found.put(entry.key(), entry));
    return keys.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Of hits that were all found in groups, or all otherwise. */
  private static List<StoredEntry> along(Connection c, List<Hit> hits) throws SQLException {
    if (hits.isEmpty()) {
      return List.of();
    }
    var feeds = hits.stream().mapToInt(hit -> hit.at().key().feed()).toArray();
    var rivers = hits.stream().mapToLong(hit -> hit.at().river()).toArray();
    var ids = hits.stream().mapToLong(hit -> hit.at().key().id()).toArray();
    var groups = hits.stream().flatMap(hit -> hit.group().stream()).toList();
    return groups.isEmpty()
        ? Sql.list(c, ALONG_FEED, Entries::entry, feeds, rivers, ids)
        : Sql.list(c, ALONG_GROUP, Entries::entry, feeds, rivers, ids, Sql.ints(groups));
  }

  /** In the order of the keys; those that are gone, or whose feed is, are missing. */
  static List<StoredEntry> byKey(Connection c, List<EntryKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    var found = new HashMap<EntryKey, StoredEntry>();
    Sql.list(
            c,
            BY_KEY,
            Entries::entry,
            keys.stream().mapToInt(EntryKey::feed).toArray(),
            keys.stream().mapToLong(EntryKey::id).toArray())
        .forEach(entry -> found.put(entry.key(), entry));
    return keys.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  static Optional<StoredEntry> byKey(Connection c, EntryKey key) throws SQLException {
    return byKey(c, List.of(key)).stream().findFirst();
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
    var key = new EntryKey(row.getInt("feed_id"), row.getLong("id"));
    var entry = Payload.entry(row.getBytes("payload"));
    return new StoredEntry(
        key,
        new FeedId(row.getString("name")),
        Millis.at(row.getLong("river")),
        Millis.at(row.getLong("first_seen")),
        Millis.at(row.getLong("last_changed")),
        entry,
        JudgementJson.read(row.getString("text")),
        new EntryName(entry.guid(), row.getString("first_url"), key.id(), row.getBoolean("taken")));
  }
}
