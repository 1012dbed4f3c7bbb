package io.feedloom.feed;

import java.time.Instant;

/**
 * A place in the river: that of the last entry of a page, behind which the next page lies, or of
 * the first, ahead of which the previous page lies.
 */
public record Cursor(Instant river, EntryKey key) {
  public static Cursor of(StoredEntry entry) {
    return new Cursor(entry.river(), entry.key());
  }
}
