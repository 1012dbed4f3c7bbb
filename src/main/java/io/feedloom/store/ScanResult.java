package io.feedloom.store;

import io.feedloom.feed.Entry;
import io.feedloom.feed.StoredEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The entries of one page, newest first.
 *
 * @param cut whether the page ends before its limit because the texts of its entries are long; the
 *     scan goes on behind it
 * @param size about how many bytes its entries take as JSON
 */
public record ScanResult(List<StoredEntry> entries, boolean cut, long size) {
  public ScanResult {
    entries = List.copyOf(entries);
  }

  /**
   * How much may stand on one page. Its first entry always does.
   *
   * @param most bytes of all entries together, as JSON
   * @param brief shortens an entry before it is counted
   */
  public record Room(long most, UnaryOperator<StoredEntry> brief) {
    /** For pages that are limited by the number of their entries alone. */
    static final Room ENDLESS = new Room(Long.MAX_VALUE, entry -> entry);
  }

  /** Collects a page. An entry that has no room ends it, so that none is skipped. */
  static final class Page {
    private final Room room;
    private final int limit;
    private final List<StoredEntry> entries = new ArrayList<>();
    private long size;
    private boolean cut;

    Page(Room room, int limit) {
      this.room = room;
      this.limit = limit;
    }

    boolean isFull() {
      return cut || entries.size() == limit;
    }

    void add(Connection c, Entries.Row row) throws SQLException {
      var payload = row.payload(c);
      if (payload.isEmpty()) {
        return;
      }
      var whole = row.entry(payload.get());
      var entry = room.brief().apply(whole);
      long own = Payload.length(payload.get()) - texts(whole.entry()) + texts(entry.entry());
      cut = !entries.isEmpty() && size + own > room.most();
      if (!cut) {
        entries.add(entry);
        size += own;
      }
    }

    private static long texts(Entry entry) {
      return (long) entry.content().map(String::length).orElse(0)
          + entry.summary().map(String::length).orElse(0);
    }

    /**
     * @param upwards whether the entries were read from the oldest to the newest
     */
    ScanResult found(boolean upwards) {
      return new ScanResult(upwards ? entries.reversed() : entries, cut, size);
    }
  }
}
