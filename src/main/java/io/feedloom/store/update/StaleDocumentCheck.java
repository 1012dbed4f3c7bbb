package io.feedloom.store.update;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal.Missing;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.write.FeedWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Detects outdated copies of a feed's document. Several servers may answer at one address, and one
 * that lags behind sends an old copy. That copy lacks the newest entries, although they were not
 * withdrawn.
 *
 * @param gone the ids that only the previous document contains
 * @param stayed the ids that both documents contain
 * @param places the times, by id, of the stored entries of both documents
 * @param older whether the document seems to be an old copy
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
   * Compares the document of an update with the previous one. Does not query the database if no
   * entry vanished, or if vanished entries do not count as withdrawn.
   *
   * @param carried the packed ids in the feed's previous document
   */
  static StaleDocumentCheck of(Connection c, Update update, byte @Nullable [] carried)
      throws SQLException {
    if (update.withdrawal().missing() == Missing.NONE || update.documentIds().isEmpty()) {
      return NONE;
    }
    var before = FeedWindow.unpack(carried);
    var here = Arrays.stream(update.documentIds().get()).boxed().collect(Collectors.toSet());
    var gone = new HashSet<>(before);
    gone.removeAll(here);
    if (gone.isEmpty() || here.isEmpty()) {
      return NONE;
    }
    int feed = update.lease().key();
    var all = new HashSet<>(before);
    all.addAll(here);
    var places =
        Sql.map(
            c, PLACES, row -> row.getLong("id"), row -> row.getLong("river"), Sql.longs(all), feed);
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
   * Returns whether the document is older. The dates of the documents decide if both have one and
   * they differ.
   *
   * @param byEntries whether it seems older by its newest entries
   */
  private static boolean isOlder(Connection c, Update update, boolean byEntries)
      throws SQLException {
    var date = date(update.info(), update.polledAt());
    var before =
        date(
            Sql.first(c, INFO, row -> FeedJson.info(row.getString(1)), update.lease().key()),
            update.polledAt());
    boolean differ = date.isPresent() && before.isPresent() && !date.equals(before);
    return differ ? date.get().isBefore(before.get()) : byEntries;
  }

  /**
   * Returns the date of a document. Ignores dates in the future: later documents would seem old.
   */
  private static Optional<Instant> date(Optional<FeedInfo> info, Instant now) {
    return info.flatMap(FeedInfo::updated).filter(date -> !date.isAfter(now));
  }
}
