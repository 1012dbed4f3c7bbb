package io.feedloom.store.retention;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.db.Millis;
import io.feedloom.store.write.Digests;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Shows the work of retention to tests in other packages. */
public final class RetentionStatements {
  public static final String DEPARTED = ExpiredEntries.DEPARTED;

  private RetentionStatements() {}

  /** Returns the values with which the next step runs {@link #DEPARTED}. */
  public static Object[] values(ExpiredEntries entries, Instant before, int most) {
    return entries.values(before, most);
  }

  /** Deletes entries that had left their feed when they were read, and returns how many. */
  public static int expire(Connection c, List<EntryKey> departed, Instant before)
      throws SQLException {
    return new EntryDeletion(Digests.inTables()).expire(c, departed, Millis.of(before)).count();
  }
}
