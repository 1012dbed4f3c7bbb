package io.feedloom.store.api;

import io.feedloom.feed.Arrival;
import java.util.List;

/**
 * Arrivals that follow a position in the log of arrivals.
 *
 * @param sequence the position from which to read on
 * @param complete false if the log no longer contains everything since the position; then caches of
 *     entries must be cleared
 */
public record Arrivals(long sequence, boolean complete, List<Arrival> arrivals) {
  public Arrivals {
    arrivals = List.copyOf(arrivals);
  }
}
