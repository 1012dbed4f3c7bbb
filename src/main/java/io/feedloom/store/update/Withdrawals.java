package io.feedloom.store.update;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal.Missing;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.row.WithdrawnEntries;
import io.feedloom.store.write.EntryWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes the entries of one feed that its publisher withdrew, and restores the ones that are
 * published again. There is one object for each update. It queries the database only if the update
 * withdraws something or contains an entry that was deleted. Entries that are missing from an old
 * copy of the feed were not withdrawn, see {@link StaleDocumentCheck}.
 *
 * <p>An entry that a tombstone names comes back if it was updated after the tombstone's time (RFC
 * 6721 section 3). So an old document restores nothing. An entry that vanished without a tombstone
 * comes back when a document contains it again, unless that document is older than the one that
 * lacked the entry. Until then its stored fingerprint is one that no item can have, so the entry
 * counts as changed when it returns.
 */
final class Withdrawals {
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

  /** How many entries older than one that vanished must still be in the document. */
  private static final int OLDER = 2;

  private final Update update;
  private final int feed;
  private final int group;
  private final StaleDocumentCheck check;
  private final Map<Long, Known> known;
  private final List<Long> restored = new ArrayList<>();
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private Withdrawals(Update update, int group, StaleDocumentCheck check, Map<Long, Known> known) {
    this.update = update;
    this.group = group;
    this.feed = update.lease().key();
    this.check = check;
    this.known = known;
  }

  /**
   * A stored withdrawal.
   *
   * @param claimed the time of the withdrawal; the entry comes back if its date is later
   * @param missing whether it vanished without a tombstone
   */
  private record Known(long id, long claimed, boolean missing) {}

  /**
   * Returns the withdrawals of an update.
   *
   * @param group the number of the feed's group
   * @param carried the packed ids in the feed's previous document
   * @param stored the stored rows of the entries that the update changes
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
    var check = StaleDocumentCheck.of(c, update, carried);
    return new Withdrawals(update, group, check, known(c, update.lease().key(), ids));
  }

  private static Map<Long, Known> known(Connection c, int feed, List<Long> ids)
      throws SQLException {
    var known = new HashMap<Long, Known>();
    if (!ids.isEmpty()) {
      Sql.list(
              c,
              KNOWN,
              row -> new Known(row.getLong("id"), row.getLong("claimed"), isMissing(row)),
              Sql.longs(ids),
              feed)
          .forEach(withdrawal -> known.put(withdrawal.id(), withdrawal));
    }
    return known;
  }

  /** Returns whether a deleted entry is published again, and marks it as restored if so. */
  boolean restores(Change change) {
    var withdrawal = known.get(change.id());
    if (withdrawal == null || !isNewer(change.entry(), withdrawal)) {
      return false;
    }
    restored.add(change.id());
    return true;
  }

  private boolean isNewer(Entry entry, Known withdrawal) {
    return withdrawal.missing()
        ? !isOfOldCopy()
            && documentDate().map(Millis::of).filter(date -> date < withdrawal.claimed()).isEmpty()
        : entry.updated().or(entry::published).filter(t -> isAfter(t, withdrawal)).isPresent();
  }

  private static boolean isAfter(Instant date, Known withdrawal) {
    return Millis.of(date) > withdrawal.claimed();
  }

  /** Returns whether this entry vanished without a tombstone. */
  boolean isMissing(long id) {
    var withdrawal = known.get(id);
    return withdrawal != null && withdrawal.missing();
  }

  /**
   * Returns whether the document seems older than the previous one. Then it withdraws nothing, and
   * the previous document still determines what the feed contains.
   */
  boolean isOfOldCopy() {
    return check.older();
  }

  private Optional<Instant> documentDate() {
    return update.info().flatMap(FeedInfo::updated);
  }

  /** Removes the entries that the update withdraws, with the writer. */
  void remove(Connection c, EntryWriter writer, CategoryKeys categories) throws SQLException {
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
    long document = Millis.of(documentDate().orElse(update.polledAt()));
    for (long id : missing) {
      rows.add(withdraw(writer, id, stored.get(id), document, true));
    }
  }

  /** Stores the withdrawals, after the writer removed the entries. */
  void write(Connection c) throws SQLException {
    var returned = new ArrayList<@Nullable Object[]>();
    restored.forEach(id -> returned.add(Sql.values(feed, id)));
    WithdrawnEntries.remove(c, returned);
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
        Millis.of(update.polledAt()),
        missing ? WithdrawnEntries.MISSING : WithdrawnEntries.NAMED,
        guid,
        row == null ? claimed : row.river(),
        row == null ? "" : String.join("\n", row.labels().keySet()));
  }

  /** Returns the guid of an entry that appears in merged feeds; otherwise empty. */
  private static String guid(StoredRow row) {
    var entry = row.hidden() ? null : row.entry();
    return entry == null ? "" : Sql.clean(entry.guid());
  }

  /**
   * Returns the entries that vanished while older ones stayed. At least {@link #OLDER} older
   * entries of the previous document must still be there, because a single one may be pinned.
   * Returns none if the document seems older than the previous one.
   */
  private Set<Long> missing() {
    if (check.older()) {
      return new HashSet<>();
    }
    var places = check.places();
    var staying =
        check.stayed().stream().filter(places::containsKey).map(places::get).sorted().toList();
    long edge = staying.size() < OLDER ? Long.MAX_VALUE : staying.get(OLDER - 1);
    boolean all = update.withdrawal().missing() == Missing.ALL;
    var left = new HashSet<>(check.gone());
    left.removeIf(id -> !places.containsKey(id) || (!all && places.get(id) <= edge));
    return left;
  }

  private static boolean isMissing(ResultSet row) throws SQLException {
    return row.getString("how").equals(WithdrawnEntries.MISSING);
  }
}
