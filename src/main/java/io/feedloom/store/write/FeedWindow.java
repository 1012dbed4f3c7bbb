package io.feedloom.store.write;

import io.feedloom.store.db.Sql;
import io.feedloom.store.row.CategoryKeys;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records which entries a feed's document contains. The ids are packed in the feed's row, which
 * every update writes anyway. When an entry leaves the document, it gets one row of its own. A poll
 * that found nothing new writes neither the ids nor such rows.
 *
 * @param before the packed ids of the previous document; null if they were never recorded
 * @param now the ids in the new document
 */
public record FeedWindow(int feed, byte @Nullable [] before, long[] now) {
  private static final String DEPART = "INSERT INTO departed (since, feed_id, id) VALUES (?, ?, ?)";
  private static final String RETURN = "DELETE FROM departed WHERE feed_id = ? AND id = ?";
  private static final String STORED =
      """
      SELECT id FROM entry WHERE feed_id = ?
      UNION ALL SELECT id FROM hidden_entry WHERE feed_id = ? AND payload IS NOT NULL
      """;

  /** Packs ids into one value. */
  public static byte[] pack(long[] ids) {
    var packed = ByteBuffer.allocate(Long.BYTES * ids.length);
    packed.asLongBuffer().put(ids);
    return packed.array();
  }

  /** Returns packed ids with more ids. */
  public static byte[] plus(byte[] packed, long[] more) {
    var ids = new LinkedHashSet<Long>();
    for (long id : CategoryKeys.unpack(packed)) {
      ids.add(id);
    }
    for (long id : more) {
      ids.add(id);
    }
    return pack(Sql.longs(ids));
  }

  /** Reads the ids that {@link #pack} packed. */
  public static Set<Long> unpack(byte @Nullable [] packed) {
    var ids = new HashSet<Long>();
    for (long id : CategoryKeys.unpack(packed)) {
      ids.add(id);
    }
    return ids;
  }

  /**
   * Writes which entries left the document and which came back.
   *
   * @param time of the poll
   * @param fresh whether the feed had no entries before
   */
  public void note(Connection c, long time, boolean fresh) throws SQLException {
    if (fresh) {
      return;
    }
    var here = new HashSet<Long>();
    for (long id : now) {
      here.add(id);
    }
    Set<Long> there = before == null ? new HashSet<>(stored(c)) : unpack(before);
    var leaving = new ArrayList<@Nullable Object[]>();
    var returning = new ArrayList<@Nullable Object[]>();
    for (long id : there) {
      if (!here.contains(id)) {
        leaving.add(Sql.values(time, feed, id));
      }
    }
    for (long id : here) {
      if (before != null && !there.contains(id)) {
        returning.add(Sql.values(feed, id));
      }
    }
    Sql.batch(c, RETURN, returning);
    Sql.batch(c, DEPART, leaving);
  }

  private List<Long> stored(Connection c) throws SQLException {
    return Sql.list(c, STORED, row -> row.getLong(1), feed, feed);
  }
}
