package io.feedloom.feed;

import java.time.Instant;

/**
 * A place in the timeline. The next page begins after the place of a page's last entry; the
 * previous page ends before that of its first entry.
 */
public record Cursor(Instant river, EntryKey key) {
  public static Cursor of(StoredEntry entry) {
    return new Cursor(entry.river(), entry.key());
  }
}
