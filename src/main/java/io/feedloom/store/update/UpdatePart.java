package io.feedloom.store.update;

import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of an update that is written in one transaction. Nearly all updates have one part. An
 * update with thousands of entries or categories has several, so that other updates can be written
 * in between and do not wait for many seconds.
 *
 * @param changed the changes of this part, at most one for each id
 * @param first whether it is written before the others
 * @param last whether the state of the feed is written with it
 * @param weight about how many rows are written
 */
record UpdatePart(Update update, List<Change> changed, boolean first, boolean last, int weight) {
  /** The most rows in one transaction. H2 writes some ten thousand per second. */
  static final int MAX_ROWS = 2_000;

  /** The number of characters of text that take as long to write as one row. */
  private static final int TEXT = 2_000;

  UpdatePart {
    changed = List.copyOf(changed);
  }

  /** Splits an update into parts, in the order in which they must be written. */
  static List<UpdatePart> of(Update update) {
    var parts = new ArrayList<UpdatePart>();
    var part = new ArrayList<Change>();
    Set<Long> ids = new HashSet<>();
    int weight = 1;
    for (var change : update.changed()) {
      if (!ids.add(change.id())) {
        continue;
      }
      int own = weight(change);
      if (!part.isEmpty() && weight + own > MAX_ROWS) {
        parts.add(new UpdatePart(update, part, parts.isEmpty(), false, weight));
        part = new ArrayList<>();
        weight = 1;
      }
      part.add(change);
      weight += own;
    }
    parts.add(new UpdatePart(update, part, parts.isEmpty(), true, weight));
    return parts;
  }

  /** Counts the entry, its rows in indexes, and two rows for each category. */
  private static int weight(Change change) {
    var entry = change.entry();
    int text =
        entry.content().map(String::length).orElse(0)
            + entry.summary().map(String::length).orElse(0);
    return 2 + 2 * entry.categories().size() + text / TEXT;
  }
}
