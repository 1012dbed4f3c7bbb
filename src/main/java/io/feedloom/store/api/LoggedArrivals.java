package io.feedloom.store.api;

import io.feedloom.feed.Arrival;
import java.util.List;

/**
 * Updates that follow a position in the log of arrivals.
 *
 * @param sequence the position from which to read on
 * @param complete false if the log no longer contains everything since the position; then caches of
 *     entries must be cleared
 * @param updates in the order of the log
 */
public record LoggedArrivals(long sequence, boolean complete, List<Of> updates) {
  /** One update with its position in the log. */
  public record Of(long number, List<Arrival> arrivals) {
    public Of {
      arrivals = List.copyOf(arrivals);
    }
  }

  public LoggedArrivals {
    updates = List.copyOf(updates);
  }

  /** Returns the arrivals of all updates. */
  public List<Arrival> arrivals() {
    return updates.stream().flatMap(update -> update.arrivals().stream()).toList();
  }
}
