package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.TrackingParameters;
import java.util.Map;

/**
 * An item with the id of its entry within the feed.
 *
 * @param id the id of a stored entry, or of a new one
 */
record Identified(long id, Item item) {
  /** Returns an item that is identified by its guid. */
  static Identified byGuid(Item item) {
    return new Identified(Guid.id(item.guid()), item);
  }

  long fingerprint() {
    return item.fingerprint();
  }

  Entry entry() {
    return item.entry();
  }

  /** Returns the same item with the fingerprint of the stored entry, if there is one. */
  Identified unchangedIn(Map<Long, Long> known) {
    Long stored = known.get(id);
    return stored == null ? this : new Identified(id, new Item(item.guid(), stored, item::entry));
  }

  /** Returns the same item; its entry's links have no tracking parameters. */
  Identified withoutTracking() {
    return new Identified(
        id,
        new Item(
            item.guid(),
            item.fingerprint(),
            () -> item.entry().withLinks(TrackingParameters::removed)));
  }
}
