package io.feedloom.store;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal.Missing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a document stands to the one that was read before of its feed. Several servers may answer at
 * one address, and one that lags behind the others serves an old copy, from which the newest
 * entries are missing without having been withdrawn.
 *
 * @param gone the ids that were carried then and are no more
 * @param stayed the ids that were carried then and still are
 * @param places in the river, by id, of the entries that are stored of both
 * @param older whether it seems to be an old copy of the feed
 */
record StaleDocumentCheck(Set<Long> gone, Set<Long> stayed, Map<Long, Long> places, boolean older) {
  private static final StaleDocumentCheck NONE =
      new StaleDocumentCheck(Set.of(), Set.of(), Map.of(), false);

  private static final String PLACES =
      """
      SELECT e.id, e.river FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      """;

  private static final String INFO = "SELECT info FROM feed WHERE id = ? AND info IS NOT NULL";

  /**
   * That of an update. Where it is of no interest what vanished, or nothing did, the database is
   * asked nothing.
   *
   * @param carried the ids in the feed's document when it was last read, packed
   */
  static StaleDocumentCheck of(Connection c, Update update, byte @Nullable [] carried)
      throws SQLException {
    if (update.withdrawal().missing() == Missing.NONE || update.carried().isEmpty()) {
      return NONE;
    }
    var before = FeedWindow.unpack(carried);
    var here = Arrays.stream(update.carried().get()).boxed().collect(Collectors.toSet());
    var gone = new HashSet<>(before);
    gone.removeAll(here);
    if (gone.isEmpty() || here.isEmpty()) {
      return NONE;
    }
    int feed = update.lease().key();
    var all = new HashSet<>(before);
    all.addAll(here);
    var places = new HashMap<Long, Long>();
    Sql.list(
            c,
            PLACES,
            row -> Map.entry(row.getLong("id"), row.getLong("river")),
            Sql.longs(all),
            feed)
        .forEach(place -> places.put(place.getKey(), place.getValue()));
    long newestBefore = newest(before, places);
    long newest =
        Stream.concat(
                Stream.of(newest(here, places)),
                update.changed().stream()
                    .filter(Change::isNew)
                    .map(change -> Millis.of(change.river())))
            .max(Long::compare)
            .orElseThrow();
    boolean older = newest <= newestBefore && isOlder(c, update, newest < newestBefore);
    before.removeAll(gone);
    return new StaleDocumentCheck(gone, before, places, older);
  }

  private static long newest(Collection<Long> ids, Map<Long, Long> places) {
    return ids.stream().mapToLong(id -> places.getOrDefault(id, Long.MIN_VALUE)).max().orElse(0);
  }

  /**
   * By the dates of the two documents where both have one and they differ.
   *
   * @param byEntries whether it is by the newest entries
   */
  private static boolean isOlder(Connection c, Update update, boolean byEntries)
      throws SQLException {
    var date = date(update.info(), update.at());
    var before =
        date(
            Sql.first(c, INFO, row -> FeedJson.info(row.getString(1)), update.lease().key()),
            update.at());
    boolean tell = date.isPresent() && before.isPresent() && !date.equals(before);
    return tell ? date.get().isBefore(before.get()) : byEntries;
  }

  /** A date in the future says nothing; else all documents after it would seem old. */
  private static Optional<Instant> date(Optional<FeedInfo> info, Instant now) {
    return info.flatMap(FeedInfo::updated).filter(date -> !date.isAfter(now));
  }
}
