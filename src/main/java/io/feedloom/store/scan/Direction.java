package io.feedloom.store.scan;

import io.feedloom.feed.Scan;
import io.feedloom.store.row.Position;
import java.util.Comparator;
import java.util.List;

/** The direction in which entries are read. */
public enum Direction {
  /** From newer to older. */
  DOWN("<", " DESC"),
  /** From older to newer. */
  UP(">", " ASC");

  private final String beyond;
  private final String order;

  Direction(String beyond, String order) {
    // The first comparison follows from the others. It lets the database use the index.
    this.beyond =
        (" AND e.river %1$s= ? AND (e.river %1$s ? OR e.feed_id %1$s ?"
                + " OR (e.feed_id = ? AND e.id %1$s ?))")
            .formatted(beyond);
    this.order = order;
  }

  /** Returns the direction of a scan. */
  public static Direction of(Scan scan) {
    return scan.after().isPresent() ? UP : DOWN;
  }

  /** Returns the condition for entries after a position, see {@link #valuesBeyond}. */
  String beyond() {
    return beyond;
  }

  /** Returns the values of the condition for entries after this position. */
  static List<Object> valuesBeyond(Position at) {
    var key = at.key();
    return List.of(at.river(), at.river(), key.feed(), key.feed(), key.id());
  }

  /** Returns the suffix for each column of {@code ORDER BY}. */
  String order() {
    return order;
  }

  /** Returns the order in which positions are read. */
  Comparator<Position> comparator() {
    return this == DOWN ? Comparator.naturalOrder() : Comparator.reverseOrder();
  }
}
