package io.feedloom.store;

import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is written of an update in one transaction. One with thousands of entries or categories is
 * written in several, between which others write; it would make them wait for many seconds. Nearly
 * all updates have one part.
 *
 * @param changed the changes of this part, each with another id
 * @param first whether it is written before the others
 * @param last whether the state of the feed is written with it
 * @param weight about how many rows are written
 */
record UpdatePart(Update update, List<Change> changed, boolean first, boolean last, int weight) {
  /** Rows in one transaction. H2 writes some ten thousand a second. */
  static final int HEAVIEST = 2_000;

  /** Characters of text that take as long to write as a row. */
  private static final int TEXT = 2_000;

  UpdatePart {
    changed = List.copyOf(changed);
  }

  /** Returns the parts in the order in which they are to be written. */
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
      if (!part.isEmpty() && weight + own > HEAVIEST) {
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

  /** The entry itself with its rows in indexes, and two rows for each category. */
  private static int weight(Change change) {
    var entry = change.entry();
    int text =
        entry.content().map(String::length).orElse(0)
            + entry.summary().map(String::length).orElse(0);
    return 2 + 2 * entry.categories().size() + text / TEXT;
  }
}
