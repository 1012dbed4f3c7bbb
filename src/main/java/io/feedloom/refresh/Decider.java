package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Judgement;
import io.feedloom.feed.Update.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Decides which of the items just read are new, changed or the same. Pure. */
final class Decider {
  private Decider() {}

  /**
   * The changes to write, in the order of the document.
   *
   * @param known the fingerprints that the store has, by {@link Item#id()}
   * @param judge what the rules make of an entry; what they drop is kept too, out of sight
   */
  static List<Change> changes(
      List<Item> items, Map<Long, Long> known, Function<Entry, Judgement> judge, Instant now) {
    var changes = new ArrayList<Change>();
    for (Item item : items) {
      long id = item.id();
      Long fingerprint = known.get(id);
      if (fingerprint != null && fingerprint == item.fingerprint()) {
        continue;
      }
      Entry entry = item.entry();
      var place = river(entry, now.minusMillis(changes.size()));
      changes.add(
          new Change(
              id, item.fingerprint(), place, fingerprint == null, entry, judge.apply(entry)));
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
