package io.feedloom.store.api;

import io.feedloom.feed.Arrival;
import java.util.List;

/**
 * What one transaction deleted.
 *
 * @param count how many entries or withdrawals
 * @param arrivals the entries that appeared in merged feeds, so that cached pages can be dropped
 */
public record Cleared(int count, List<Arrival> arrivals) {
  /** Nothing was deleted. */
  public static final Cleared NOTHING = new Cleared(0, List.of());

  public Cleared {
    arrivals = List.copyOf(arrivals);
  }
}
