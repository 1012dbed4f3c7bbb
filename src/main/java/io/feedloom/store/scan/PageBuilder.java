package io.feedloom.store.scan;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.Entry;
import io.feedloom.feed.StoredEntry;
import io.feedloom.store.api.ScanResult;
import io.feedloom.store.row.EntryRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the entries of a page. An entry that does not fit ends the page: none is skipped. */
final class PageBuilder {
  private final ScanResult.Room room;
  private final int limit;
  private final List<StoredEntry> entries = new ArrayList<>();
  private long size;
  private boolean cut;
  private int more;

  PageBuilder(ScanResult.Room room, int limit) {
    this.room = room;
    this.limit = limit;
  }

  /** Returns whether nothing more is needed. */
  boolean isFull() {
    return ends() && more >= room.counted();
  }

  /** Returns how many entries are needed at most. */
  int most() {
    return limit + room.counted();
  }

  private boolean ends() {
    return cut || entries.size() == limit;
  }

  void add(Connection c, EntryRows.Row row) throws SQLException {
    if (ends()) {
      more++;
      return;
    }
    var packed = row.packed(c);
    if (packed.isEmpty()) {
      return;
    }
    var whole = row.entry(packed.get());
    var entry = room.brief().apply(whole);
    long own = packed.get().length() - texts(whole.entry()) + texts(entry.entry());
    cut = !entries.isEmpty() && size + own > room.most();
    if (cut) {
      more++;
    } else {
      entries.add(entry);
      size += own;
    }
  }

  private static long texts(Entry entry) {
    return (long) entry.content().map(String::length).orElse(0)
        + entry.summary().map(String::length).orElse(0);
  }

  /**
   * Returns the page.
   *
   * @param upwards whether the entries were read from the oldest to the newest
   * @param stop where the scan stopped before the page was full
   */
  ScanResult result(boolean upwards, Optional<Cursor> stop) {
    return new ScanResult(
        upwards ? entries.reversed() : entries, cut || stop.isPresent(), size, more, stop);
  }
}
