package io.feedloom.store.row;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.StoredEntry;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.Payload;
import io.feedloom.store.json.RuleResultJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads entries for readers. */
public final class EntryRows {
  private static final String SELECT_ENTRIES =
      """
      SELECT e.feed_id, e.id, f.name, e.river, e.first_seen, e.last_changed, e.payload, j.text,
      j.revision, f.first_url, t.id IS NOT NULL AS taken
      """;

  /** The longest payload with its revision, in bytes, that is read together with others. */
  private static final int MAX_JOINED_BYTES = 64 * 1024;

  private static final String FROM =
      SELECT_ENTRIES
              .replace("e.payload,", ifShort("e.payload") + " AS payload,")
              .replace("j.revision,", ifShort("j.revision") + " AS revision,")
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

  /** Uses the index that lists the entries of a feed. */
  static final String ALONG_FEED =
      FROM.formatted(
          """
          UNNEST(?, ?, ?) k (feed_id, river, id)
          JOIN entry e ON e.feed_id = k.feed_id AND e.river = k.river AND e.id = k.id\
          """);

  /**
   * Uses the index that lists the entries of a group. {@code BETWEEN} instead of {@code =} keeps H2
   * from choosing an index by feed.
   */
  static final String ALONG_GROUP =
      FROM.formatted(
          """
          UNNEST(?, ?, ?, ?) k (feed_id, river, id, group_id)
          JOIN entry e ON e.group_id = k.group_id AND e.river = k.river
          AND e.feed_id BETWEEN k.feed_id AND k.feed_id AND e.id BETWEEN k.id AND k.id\
          """);

  private static final String PAYLOAD =
      """
      SELECT e.payload, j.revision
      FROM entry e LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      WHERE e.feed_id = ? AND e.id = ?
      """;

  private static final String DROPPED =
      SELECT_ENTRIES
          + """
          FROM feed f
          JOIN hidden_entry e ON e.feed_id = f.id
          JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
          LEFT JOIN guid_taken t ON t.feed_id = e.feed_id AND t.id = e.id
          WHERE f.name = ? AND e.payload IS NOT NULL
          ORDER BY e.river DESC, e.id DESC FETCH FIRST ? ROWS ONLY
          """;

  private EntryRows() {}

  private static String ifShort(String column) {
    return "CASE WHEN OCTET_LENGTH(e.payload) + COALESCE(OCTET_LENGTH(j.revision), 0) <= %d"
            .formatted(MAX_JOINED_BYTES)
        + " THEN %s END".formatted(column);
  }

  /**
   * An entry, still compressed.
   *
   * @param revision what rules change in it; null if nothing
   */
  public record Packed(byte[] payload, byte @Nullable [] revision) {
    private static Packed of(ResultSet row) throws SQLException {
      return new Packed(row.getBytes("payload"), row.getBytes("revision"));
    }

    /** Returns about how many bytes the entry takes as JSON. */
    public long length() {
      return Payload.length(payload) + (revision == null ? 0 : Payload.length(revision));
    }
  }

  /**
   * An entry whose payload is still compressed. So the texts of many entries are never in memory at
   * once.
   *
   * @param packed null if it is long; then it is read separately
   * @param taken whether another feed owns the guid
   */
  public record Row(
      EntryKey key,
      FeedId feed,
      long river,
      long firstSeen,
      long lastChanged,
      @Nullable Packed packed,
      @Nullable String judgement,
      String firstUrl,
      boolean taken) {
    private static Row of(ResultSet row) throws SQLException {
      return new Row(
          Position.key(row),
          new FeedId(row.getString("name")),
          row.getLong("river"),
          row.getLong("first_seen"),
          row.getLong("last_changed"),
          row.getBytes("payload") == null ? null : Packed.of(row),
          row.getString("text"),
          row.getString("first_url"),
          row.getBoolean("taken"));
    }

    /** Returns a copy with another place in the river. */
    public Row at(long place) {
      return new Row(key, feed, place, firstSeen, lastChanged, packed, judgement, firstUrl, taken);
    }

    /** Returns the compressed entry; empty if it was deleted meanwhile. */
    public Optional<Packed> packed(Connection c) throws SQLException {
      return packed != null
          ? Optional.of(packed)
          : Sql.first(c, PAYLOAD, Packed::of, key.feed(), key.id());
    }

    /** Returns the entry as readers see it; empty if it was deleted meanwhile. */
    public Optional<StoredEntry> entry(Connection c) throws SQLException {
      return packed(c).map(this::entry);
    }

    /** Returns the entry as its publisher wrote it; empty if it was deleted meanwhile. */
    public Optional<Entry> published(Connection c) throws SQLException {
      return packed(c).map(it -> Payload.entry(it.payload()));
    }

    /** Returns the entry as readers see it. */
    public StoredEntry entry(Packed from) {
      var entry = Payload.entry(from.payload());
      var revision = Payload.revision(from.revision());
      return new StoredEntry(
          key,
          feed,
          Millis.at(river),
          Millis.at(firstSeen),
          Millis.at(lastChanged),
          revision.of(entry),
          RuleResultJson.read(judgement, revision),
          new EntryName(entry.guid(), firstUrl, key.id(), taken));
    }
  }

  /**
   * Reads hits, in their order. Deleted entries, and those of unsubscribed feeds, are missing.
   *
   * <p>Each entry is read through the index in which it was found. That part of the index is still
   * in the cache, while the primary keys of the entries are scattered over a large table.
   */
  public static List<Row> of(Connection c, List<Hit> hits) throws SQLException {
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

  /** Reads hits that were found in one kind of index: all by group, or all by feed. */
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

  /**
   * Reads entries, in the order of the keys. Deleted ones, and those of unsubscribed feeds, are
   * missing.
   */
  public static List<Row> rows(Connection c, List<EntryKey> keys) throws SQLException {
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

  /** Reads an entry; empty if it is not stored, or its feed is not subscribed. */
  public static Optional<StoredEntry> byKey(Connection c, EntryKey key) throws SQLException {
    var rows = rows(c, List.of(key));
    return rows.isEmpty() ? Optional.empty() : rows.getFirst().entry(c);
  }

  /** Returns the entries of a feed that rules drop, the newest first. */
  public static List<StoredEntry> dropped(Connection c, FeedId feed, int most) throws SQLException {
    return Sql.list(c, DROPPED, EntryRows::entry, feed.value(), most);
  }

  private static StoredEntry entry(ResultSet row) throws SQLException {
    return Row.of(row).entry(Packed.of(row));
  }
}
