package io.feedloom.store.retention;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.log.LoggedWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Deletes entries that left their feeds, in the order in which they left, except for the entries of
 * some feeds. Remembers its position between calls, so it reads the entries of the excepted feeds
 * only about once. Not thread-safe.
 */
public final class ExpiredEntries {
  /** Reads an index in its order, from a position on. */
  static final String DEPARTED =
      """
      SELECT since, feed_id, id FROM departed
      WHERE since >= ? AND since < ?
      AND (since > ? OR feed_id > ? OR (feed_id = ? AND id > ?))
      AND NOT feed_id = ANY(?)
      ORDER BY since, feed_id, id FETCH FIRST ? ROWS ONLY
      """;

  /**
   * The longest duration of a poll. A poll writes departures at its end, with the time of its
   * start.
   */
  private static final Duration LATE = Duration.ofHours(1);

  private final Database database;
  private final LoggedWriter writer;
  private final EntryDeletion deletion;
  private final Set<Integer> except;
  private Place place = Place.at(Long.MIN_VALUE);

  ExpiredEntries(
      Database database, LoggedWriter writer, EntryDeletion deletion, Set<Integer> except) {
    this.deletion = deletion;
    this.database = database;
    this.writer = writer;
    this.except = Set.copyOf(except);
  }

  /** The last departure that was read. */
  private record Place(long since, int feed, long id) {
    /** Returns the position before all departures of this time. */
    static Place at(long since) {
      return new Place(since, Integer.MIN_VALUE, Long.MIN_VALUE);
    }

    EntryKey key() {
      return new EntryKey(feed, id);
    }
  }

  /** Returns whether exactly these feeds are excepted. */
  public boolean excepts(Set<Integer> feeds) {
    return except.equals(feeds);
  }

  /**
   * Deletes some of the entries that left their feed before this time, in one transaction. Their
   * identities stay, so that they do not come back as new.
   *
   * @return what was deleted; {@link Cleared#NOTHING} if nothing is left to delete
   */
  public Cleared next(Instant before, int most) {
    var due = due(before, most);
    while (!due.isEmpty()) {
      var keys = due.stream().map(Place::key).toList();
      var cleared = writer.clear(c -> deletion.expire(c, keys, Millis.of(before)));
      place = due.getLast();
      if (cleared.count() > 0) {
        return cleared;
      }
      due = due(before, most);
    }
    place = Place.at(Millis.of(before.minus(LATE)));
    return Cleared.NOTHING;
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

  /** Returns the values of {@link #DEPARTED}. */
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
