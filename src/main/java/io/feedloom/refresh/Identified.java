package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;

/**
 * An item with what identifies its entry within the feed.
 *
 * @param id that of the stored entry that it is, or of a new one
 */
record Identified(long id, Item item) {
  /** Returns an item that its guid identifies. */
  static Identified byGuid(Item item) {
    return new Identified(Guid.id(item.guid()), item);
  }

  long fingerprint() {
    return item.fingerprint();
  }

  Entry entry() {
    return item.entry();
  }
}
