package io.feedloom.store.api;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.StoredEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The entries of one page, newest first.
 *
 * @param cut whether the page ends before its limit because its entries are large, or because the
 *     scan would have taken long; the scan continues after it
 * @param size about how many bytes the entries take as JSON
 * @param more how many other entries there are, as far as they are counted
 * @param stop where the scan continues, if not after the last entry
 */
public record ScanResult(
    List<StoredEntry> entries, boolean cut, long size, int more, Optional<Cursor> stop) {
  public ScanResult {
    entries = List.copyOf(entries);
  }

  /**
   * Limits the size of a page. The first entry always fits.
   *
   * @param most the most bytes of all entries together, as JSON
   * @param brief shortens an entry before its size is counted
   * @param counted how many entries to count that are not on the page
   */
  public record Room(long most, UnaryOperator<StoredEntry> brief, int counted) {
    /** No limit by size. Pages are limited only by the number of their entries. */
    public static final Room ENDLESS = new Room(Long.MAX_VALUE, entry -> entry);

    /** Limits the size and counts no other entries. */
    public Room(long most, UnaryOperator<StoredEntry> brief) {
      this(most, brief, 0);
    }
  }
}
