package io.feedloom.feed;

import java.time.Instant;

/**
 * The place of an entry in the timeline. The next page begins after the place of this page's last
 * entry. The previous page ends before the place of this page's first entry.
 */
public record Cursor(Instant river, EntryKey key) {
  public static Cursor of(StoredEntry entry) {
    return new Cursor(entry.river(), entry.key());
  }
}
