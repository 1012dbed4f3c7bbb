package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Deletes entries that left their feeds, those of some feeds excepted, piece by piece in the order
 * in which they left. Remembers how far it came, so what belongs to the excepted feeds is read past
 * about once, however much of it there is and however often more is deleted. Not for use by several
 * threads.
 */
public final class ExpiredEntries {
  /** Answered from an index in its order, from the place on. */
  static final String DEPARTED =
      """
      SELECT since, feed_id, id FROM departed
      WHERE since >= ? AND since < ?
      AND (since > ? OR feed_id > ? OR (feed_id = ? AND id > ?))
      AND NOT feed_id = ANY(?)
      ORDER BY since, feed_id, id FETCH FIRST ? ROWS ONLY
      """;

  /** A departure is written at the end of a poll, with the time of its beginning. */
  private static final Duration LATE = Duration.ofHours(1);

  private final Database database;
  private final Function<Database.Work<EntryCleanup.Deleted>, Store.Cleared> clearing;
  private final Set<Integer> except;
  private Place place = Place.at(Long.MIN_VALUE);

  ExpiredEntries(
      Database database,
      Function<Database.Work<EntryCleanup.Deleted>, Store.Cleared> clearing,
      Set<Integer> except) {
    this.database = database;
    this.clearing = clearing;
    this.except = Set.copyOf(except);
  }

  /** The last that was looked at. */
  private record Place(long since, int feed, long id) {
    /** Before all that left at this time. */
    static Place at(long since) {
      return new Place(since, Integer.MIN_VALUE, Long.MIN_VALUE);
    }

    EntryKey key() {
      return new EntryKey(feed, id);
    }
  }

  /** Whether these are the feeds of which it deletes nothing. */
  public boolean excepts(Set<Integer> feeds) {
    return except.equals(feeds);
  }

  /**
   * Deletes some of the entries that left their feed before this time, in one transaction. Their
   * identities are remembered, so that they do not come back as new.
   *
   * @return those that appeared somewhere; empty when there are no more to delete
   */
  public Store.Cleared next(Instant before, int most) {
    var due = due(before, most);
    while (!due.isEmpty()) {
      var keys = due.stream().map(Place::key).toList();
      var cleared = clearing.apply(c -> EntryCleanup.expire(c, keys, Millis.of(before)));
      place = due.getLast();
      if (cleared.count() > 0) {
        return cleared;
      }
      due = due(before, most);
    }
    place = Place.at(Millis.of(before.minus(LATE)));
    return new Store.Cleared(0, List.of());
  }

  private List<Place> due(Instant before, int most) {
    return database.read(
        c ->
            Sql.list(
                c,
                DEPARTED,
                row -> new Place(row.getLong("since"), row.getInt("feed_id"), row.getLong("id")),
                values(before, most)));
  }

  /** What {@link #DEPARTED} is asked with. */
  Object[] values(Instant before, int most) {
    return new Object[] {
      place.since(),
      Millis.of(before),
      place.since(),
      place.feed(),
      place.feed(),
      place.id(),
      Sql.ints(except),
      most
    };
  }
}
