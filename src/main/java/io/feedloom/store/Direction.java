package io.feedloom.store;

import io.feedloom.store.Runs.Position;
import java.util.Comparator;

/** Which way a run of entries is read. */
enum Direction {
  /** From the newest on. */
  DOWN("<", " DESC"),
  /** From the oldest on. */
  UP(">", " ASC");

  private final String beyond;
  private final String order;

  Direction(String beyond, String order) {
    // The first comparison is implied by the others; an index is entered by it.
    this.beyond =
        (" AND e.river %1$s= ? AND (e.river %1$s ? OR e.feed_id %1$s ?"
                + " OR (e.feed_id = ? AND e.id %1$s ?))")
            .formatted(beyond);
    this.order = order;
  }

  /** The condition of lying beyond a place: its river twice, its feed twice, its entry. */
  String beyond() {
    return beyond;
  }

  /** What stands behind each column of {@code ORDER BY}. */
  String order() {
    return order;
  }

  /** What is read first comes first. */
  Comparator<Position> comparator() {
    return this == DOWN ? Comparator.naturalOrder() : Comparator.reverseOrder();
  }
}
