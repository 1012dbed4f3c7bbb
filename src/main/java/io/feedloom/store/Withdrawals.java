package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal.Missing;
import io.feedloom.feed.Withdrawn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes out the entries of one feed that its publisher withdrew, and lets those back in that he
 * publishes again. Made once for each update; where that withdraws nothing and knows no entry that
 * was deleted, it asks the database nothing. What vanishes from an old copy of the feed was not
 * withdrawn; see {@link StaleDocumentCheck}.
 *
 * <p>What a tombstone names comes back when an entry of its id was updated after the tombstone's
 * time (RFC 6721 section 3), so an old document brings nothing back. What vanished without a word
 * comes back when a document carries it again that is not older than the one that lacked it; until
 * then it is known by a fingerprint that no document gives it, and so counts as changed when one
 * does.
 */
final class Withdrawals {
  private static final String NAMED = "named";
  private static final String MISSING = "missing";

  private static final String KNOWN =
      """
      SELECT w.id, w.claimed, w.how
      FROM UNNEST(?) k (id) JOIN withdrawal w ON w.feed_id = ? AND w.id = k.id
      """;

  private static final String ADD =
      """
      INSERT INTO withdrawal
      (feed_id, id, group_id, claimed, noticed, how, guid, river, categories)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String CONFIRM =
      "UPDATE withdrawal SET claimed = ?, how = 'named' WHERE feed_id = ? AND id = ?";

  private static final String REMOVE = "DELETE FROM withdrawal WHERE feed_id = ? AND id = ?";

  private static final String ANY = "SELECT feed_id FROM withdrawal FETCH FIRST 1 ROWS ONLY";

  /** Answered from an index in its order. */
  private static final String NEWEST =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.group_id = ?
      ORDER BY w.group_id DESC, w.noticed DESC, w.feed_id DESC, w.id DESC
      OFFSET ? ROWS FETCH NEXT ? ROWS ONLY
      """;

  private static final String BY_KEY =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.feed_id = ? AND w.id = ? AND w.group_id IS NOT NULL
      """;

  private static final String OLD =
      """
      SELECT w.feed_id, w.id, w.group_id, w.categories, w.river, w.guid, w.claimed, w.noticed, w.how
      FROM withdrawal w WHERE w.noticed < ?
      ORDER BY w.noticed, w.feed_id, w.id FETCH FIRST ? ROWS ONLY
      """;

  /** The feed of each, with what else its public id is made from. */
  private static final String NAMES =
      """
      SELECT k.feed_id, k.id, f.name, f.first_url, t.id IS NOT NULL AS taken
      FROM UNNEST(?, ?) k (feed_id, id) JOIN feed f ON f.id = k.feed_id
      LEFT JOIN guid_taken t ON t.feed_id = k.feed_id AND t.id = k.id
      WHERE f.name IS NOT NULL
      """;

  /** Entries older than one that vanished which must still stand in the document. */
  private static final int OLDER = 2;

  /** Withdrawals that are looked at together. */
  private static final int PIECE = 200;

  /** The farthest that is looked in one group for those of a merged feed. */
  private static final int FARTHEST = 1_000;

  private static final Comparator<Withdrawn> LAST_FIRST =
      Comparator.comparing(Withdrawn::noticed)
          .thenComparingInt(withdrawn -> withdrawn.key().feed())
          .thenComparingLong(withdrawn -> withdrawn.key().id())
          .reversed();

  private final Update update;
  private final int feed;
  private final int group;
  private final StaleDocumentCheck succession;
  private final Map<Long, KnownIds> known;
  private final List<Long> back = new ArrayList<>();
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private Withdrawals(
      Update update, int group, StaleDocumentCheck succession, Map<Long, KnownIds> known) {
    this.update = update;
    this.group = group;
    this.feed = update.lease().key();
    this.succession = succession;
    this.known = known;
  }

  /**
   * A withdrawal that is stored.
   *
   * @param claimed what has to be newer for the entry to come back
   */
  private record KnownIds(long id, long claimed, boolean missing) {}

  /**
   * Those of an update.
   *
   * @param group of the feed
   * @param carried the ids in the feed's document when it was last read, packed
   * @param stored what is stored of the entries that the update changes
   */
  static Withdrawals of(
      Connection c,
      Update update,
      int group,
      byte @Nullable [] carried,
      Collection<StoredRow> stored)
      throws SQLException {
    var ids = new ArrayList<Long>();
    stored.stream().filter(StoredRow::isForgotten).map(StoredRow::id).forEach(ids::add);
    update.withdrawal().tombstones().stream().map(Tombstone::id).forEach(ids::add);
    var succession = StaleDocumentCheck.of(c, update, carried);
    return new Withdrawals(update, group, succession, known(c, update.lease().key(), ids));
  }

  private static Map<Long, KnownIds> known(Connection c, int feed, List<Long> ids)
      throws SQLException {
    var known = new HashMap<Long, KnownIds>();
    if (!ids.isEmpty()) {
      Sql.list(
              c,
              KNOWN,
              row -> new KnownIds(row.getLong("id"), row.getLong("claimed"), isMissing(row)),
              Sql.longs(ids),
              feed)
          .forEach(withdrawal -> known.put(withdrawal.id(), withdrawal));
    }
    return known;
  }

  /** Whether an entry that was deleted is published again; it is stored then. */
  boolean takesBack(Change change) {
    var withdrawal = known.get(change.id());
    if (withdrawal == null || !isNewer(change.entry(), withdrawal)) {
      return false;
    }
    back.add(change.id());
    return true;
  }

  private boolean isNewer(Entry entry, KnownIds withdrawal) {
    return withdrawal.missing()
        ? !isOfOldCopy()
            && documentDate().map(Millis::of).filter(date -> date < withdrawal.claimed()).isEmpty()
        : entry.updated().or(entry::published).filter(t -> isAfter(t, withdrawal)).isPresent();
  }

  private static boolean isAfter(Instant date, KnownIds withdrawal) {
    return Millis.of(date) > withdrawal.claimed();
  }

  /** Whether this entry vanished without a word, and is to be noticed when it is carried again. */
  boolean isMissing(long id) {
    var withdrawal = known.get(id);
    return withdrawal != null && withdrawal.missing();
  }

  /**
   * Whether the document seems older than the one that was read before, which then goes on saying
   * what the feed carries: what is gone from it is only withdrawn by one that is not older.
   */
  boolean isOfOldCopy() {
    return succession.older();
  }

  private Optional<Instant> documentDate() {
    return update.info().flatMap(FeedInfo::updated);
  }

  /** Has the writer take out what is withdrawn now. */
  void takeOut(Connection c, EntryWriter writer, CategoryKeys categories) throws SQLException {
    Map<Long, Long> times = new HashMap<>();
    for (var tombstone : update.withdrawal().tombstones()) {
      var withdrawal = known.get(tombstone.id());
      if (withdrawal == null) {
        times.merge(tombstone.id(), Millis.of(tombstone.when()), Math::max);
      } else if (withdrawal.missing() || isAfter(tombstone.when(), withdrawal)) {
        Sql.run(c, CONFIRM, Millis.of(tombstone.when()), feed, tombstone.id());
      }
    }
    var missing = missing();
    missing.removeIf(times::containsKey);
    var ids = new ArrayList<>(times.keySet());
    ids.addAll(missing);
    var stored = StoredRow.load(c, feed, Sql.longs(ids), true, categories);
    for (var named : times.entrySet()) {
      long id = named.getKey();
      rows.add(withdraw(writer, id, stored.get(id), named.getValue(), false));
    }
    long document = Millis.of(documentDate().orElse(update.at()));
    for (long id : missing) {
      rows.add(withdraw(writer, id, stored.get(id), document, true));
    }
  }

  /** Writes down what was withdrawn, after the entries were taken out. */
  void write(Connection c) throws SQLException {
    remove(c, feed, back);
    Sql.batch(c, ADD, rows);
  }

  private @Nullable Object[] withdraw(
      EntryWriter writer, long id, @Nullable StoredRow row, long claimed, boolean missing) {
    if (row == null) {
      writer.remember(id, 0, claimed);
    } else if (!row.isForgotten()) {
      writer.withdraw(row, missing ? ~row.fingerprint() : row.fingerprint());
    }
    var guid = row == null ? "" : guid(row);
    return Sql.values(
        feed,
        id,
        guid.isEmpty() ? null : group,
        claimed,
        Millis.of(update.at()),
        missing ? MISSING : NAMED,
        guid,
        row == null ? claimed : row.river(),
        row == null ? "" : String.join("\n", row.labels().keySet()));
  }

  /** What it was known by where it appeared; else empty. */
  private static String guid(StoredRow row) {
    var entry = row.hidden() ? null : row.entry();
    return entry == null ? "" : Sql.clean(entry.guid());
  }

  /**
   * The entries that vanished from between others: of those that were carried before, some that are
   * older still are. One such may be pinned to its place. None did of a document that seems older
   * than the one before.
   */
  private Set<Long> missing() {
    if (succession.older()) {
      return new HashSet<>();
    }
    var places = succession.places();
    var staying =
        succession.stayed().stream().filter(places::containsKey).map(places::get).sorted().toList();
    long edge = staying.size() < OLDER ? Long.MAX_VALUE : staying.get(OLDER - 1);
    boolean all = update.withdrawal().missing() == Missing.ALL;
    var left = new HashSet<>(succession.gone());
    left.removeIf(id -> !places.containsKey(id) || (!all && places.get(id) <= edge));
    return left;
  }

  private static void remove(Connection c, int feed, List<Long> ids) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    ids.forEach(id -> rows.add(Sql.values(feed, id)));
    Sql.batch(c, REMOVE, rows);
  }

  /** That of one entry which appeared in merged feeds. */
  static Optional<Withdrawn> of(Connection c, EntryKey key) throws SQLException {
    return named(c, Sql.list(c, BY_KEY, Row::of, key.feed(), key.id())).stream().findFirst();
  }

  /** The entries of these groups that were withdrawn last and pass the test, the last first. */
  static List<Withdrawn> newest(
      Connection c, Collection<Integer> groups, Predicate<Arrival> test, int most)
      throws SQLException {
    var found = new ArrayList<Withdrawn>();
    if (Sql.first(c, ANY, row -> row.getInt(1)).isPresent()) {
      for (int group : groups) {
        found.addAll(newest(c, group, test, most));
      }
    }
    return found.stream().sorted(LAST_FIRST).limit(most).toList();
  }

  private static List<Withdrawn> newest(Connection c, int group, Predicate<Arrival> test, int most)
      throws SQLException {
    var found = new ArrayList<Withdrawn>();
    int read = PIECE;
    for (int from = 0; from < FARTHEST && read == PIECE && found.size() < most; from += PIECE) {
      var piece = Sql.list(c, NEWEST, Row::of, group, from, PIECE);
      read = piece.size();
      named(c, piece).stream()
          .filter(withdrawn -> test.test(withdrawn.asArrival()))
          .limit(most - found.size())
          .forEach(found::add);
    }
    return found;
  }

  /** Forgets withdrawals from before this time; the identities stay known. */
  static EntryCleanup.Deleted expire(Connection c, long before, int most) throws SQLException {
    var old = Sql.list(c, OLD, Row::of, before, most);
    for (var row : old) {
      remove(c, row.key().feed(), List.of(row.key().id()));
    }
    return new EntryCleanup.Deleted(
        old.size(), named(c, old).stream().map(Withdrawals::forgotten).toList());
  }

  private static Arrival forgotten(Withdrawn w) {
    return new Arrival(w.key(), w.feed(), w.group(), w.categories(), w.river(), false, false, true);
  }

  /** A row of the table. */
  private record Row(
      EntryKey key,
      int group,
      Set<String> categories,
      Instant river,
      String guid,
      Instant when,
      Instant noticed) {
    static Row of(ResultSet row) throws SQLException {
      var categories = row.getString("categories");
      return new Row(
          new EntryKey(row.getInt("feed_id"), row.getLong("id")),
          row.getInt("group_id"),
          categories.isEmpty() ? Set.of() : Set.of(categories.split("\n", -1)),
          Millis.at(row.getLong("river")),
          row.getString("guid"),
          Millis.at(row.getLong(isMissing(row) ? "noticed" : "claimed")),
          Millis.at(row.getLong("noticed")));
    }
  }

  /** Those that appeared, of feeds that are subscribed. */
  private static List<Withdrawn> named(Connection c, List<Row> rows) throws SQLException {
    var names = new HashMap<EntryKey, Name>();
    Sql.list(
            c,
            NAMES,
            Name::of,
            rows.stream().mapToInt(row -> row.key().feed()).toArray(),
            rows.stream().mapToLong(row -> row.key().id()).toArray())
        .forEach(name -> names.put(name.key(), name));
    return rows.stream()
        .filter(row -> !row.guid().isEmpty() && names.containsKey(row.key()))
        .map(row -> Objects.requireNonNull(names.get(row.key())).give(row))
        .toList();
  }

  /** What an entry is known by besides its guid. */
  private record Name(EntryKey key, FeedId feed, String scope, boolean taken) {
    static Name of(ResultSet row) throws SQLException {
      return new Name(
          new EntryKey(row.getInt("feed_id"), row.getLong("id")),
          new FeedId(row.getString("name")),
          row.getString("first_url"),
          row.getBoolean("taken"));
    }

    Withdrawn give(Row row) {
      return new Withdrawn(
          key,
          feed,
          row.group(),
          row.categories(),
          row.river(),
          new EntryName(row.guid(), scope, key.id(), taken),
          row.when(),
          row.noticed());
    }
  }

  private static boolean isMissing(ResultSet row) throws SQLException {
    return row.getString("how").equals(MISSING);
  }
}
