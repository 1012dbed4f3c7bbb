package io.feedloom.store.row;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.store.db.Millis;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A place in the river. Positions are ordered as merged feeds are: newest first. */
public record Position(long river, EntryKey key) implements Comparable<Position> {
  /** Returns the position of a cursor. */
  public static Position of(Cursor cursor) {
    return new Position(Millis.of(cursor.river()), cursor.key());
  }

  /** Returns the position in a row with {@code river}, {@code feed_id} and {@code id}. */
  public static Position of(ResultSet row) throws SQLException {
    return new Position(row.getLong("river"), key(row));
  }

  /** Returns the key in a row with {@code feed_id} and {@code id}. */
  public static EntryKey key(ResultSet row) throws SQLException {
    return new EntryKey(row.getInt("feed_id"), row.getLong("id"));
  }

  /** Compares by time, then by feed, then by entry, all in descending order. */
  @Override
  public int compareTo(Position other) {
    int byRiver = Long.compare(other.river, river);
    int byFeed = byRiver != 0 ? byRiver : Integer.compare(other.key.feed(), key.feed());
    return byFeed != 0 ? byFeed : Long.compare(other.key.id(), key.id());
  }
}
