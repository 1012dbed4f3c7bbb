package io.feedloom.store.retention;

import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.row.WithdrawnEntries;
import io.feedloom.store.write.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Deletes old entries, withdrawals and feeds. Each call is one transaction, which deletes a limited
 * number; call it again until it deletes nothing.
 */
public final class Cleanup {
  private final Database database;
  private final LoggedWriter writer;
  private final EntryDeletion deletion;

  public Cleanup(Database database, LoggedWriter writer, Digests digests) {
    this.deletion = new EntryDeletion(digests);
    this.database = database;
    this.writer = writer;
  }

  /**
   * Returns an object that deletes entries that left their feeds long ago.
   *
   * @param except the numbers of the feeds whose entries it keeps
   */
  public ExpiredEntries expired(Set<Integer> except) {
    return new ExpiredEntries(database, writer, deletion, except);
  }

  /** Deletes entries that left this feed before this time. */
  public Cleared expireOf(int feed, Instant before, int most) {
    return writer.clear(c -> deletion.expireOf(c, feed, Millis.of(before), most));
  }

  /** Deletes withdrawals from before this time. The withdrawn entries do not come back. */
  public Cleared expireWithdrawals(Instant before, int most) {
    return writer.clear(c -> WithdrawnEntries.forget(c, Millis.of(before), most));
  }

  /** Returns the numbers of the subscribed feeds that have more entries than this number. */
  public List<Integer> overfull(int perFeed) {
    return database.read(c -> EntryDeletion.overfull(c, perFeed));
  }

  /**
   * Deletes entries of a feed that are neither among the newest nor in its document.
   *
   * @param perFeed how many of the newest entries stay
   */
  public Cleared trim(int feed, int perFeed, int most) {
    return writer.clear(c -> deletion.trim(c, feed, perFeed, most));
  }

  /** Returns the numbers of the feeds that were unsubscribed before this time. */
  public List<Integer> unsubscribed(Instant before) {
    return database.read(c -> EntryDeletion.unsubscribed(c, Millis.of(before)));
  }

  /** Deletes entries of a feed that was unsubscribed before this time, and finally the feed. */
  public Cleared forgetFeed(int feed, Instant before, int most) {
    return writer.clear(c -> deletion.forgetFeed(c, feed, Millis.of(before), most));
  }
}
