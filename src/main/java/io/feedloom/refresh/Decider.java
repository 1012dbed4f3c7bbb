package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides which of the items just read are new, changed or the same. Pure. */
final class Decider {
  private Decider() {}

  /**
   * The changes to write, in the order of the document.
   *
   * @param known the fingerprints that the store has, by {@link Item#id()}
   */
  static List<Change> changes(
      List<Item> items, Map<Long, Long> known, Subscription feed, Instant now) {
    var changes = new ArrayList<Change>();
    for (Item item : items) {
      long id = item.id();
      Long fingerprint = known.get(id);
      if (fingerprint != null && fingerprint == item.fingerprint()) {
        continue;
      }
      Entry entry = item.entry();
      if (Filters.admits(feed, entry)) {
        var place = river(entry, now.minusMillis(changes.size()));
        changes.add(new Change(id, item.fingerprint(), place, fingerprint == null, entry));
      }
    }
    return changes;
  }

  /**
   * The place of a new entry: its own date, unless that is missing or lies in the future, then the
   * time at which it was first seen. Undated entries of one document keep its order.
   */
  private static Instant river(Entry entry, Instant seen) {
    return entry.published().or(entry::updated).filter(date -> !date.isAfter(seen)).orElse(seen);
  }
}
