package io.feedloom.feed;

import java.time.Instant;

/**
 * A place in the river: that of the last entry of a page. The next page holds what lies behind it.
 */
public record Cursor(Instant river, EntryKey key) {
  public static Cursor of(StoredEntry entry) {
    return new Cursor(entry.river(), entry.key());
  }
}
