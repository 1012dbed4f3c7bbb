package io.feedloom.store;

import io.feedloom.feed.Arrival;
import java.util.List;

/**
 * What was written since a place in the log of arrivals, by whichever process.
 *
 * @param sequence what to ask after next
 * @param complete false when more was written since than the log holds
 * @param updates in the order of the log
 */
public record LoggedArrivals(long sequence, boolean complete, List<Of> updates) {
  /** One update, with its place in the log. */
  public record Of(long number, List<Arrival> arrivals) {
    public Of {
      arrivals = List.copyOf(arrivals);
    }
  }

  public LoggedArrivals {
    updates = List.copyOf(updates);
  }
}
