package io.feedloom.store;

import io.feedloom.feed.Arrival;
import java.util.List;

/**
 * What other processes wrote.
 *
 * @param sequence what to ask after next
 * @param complete false when more was written since the last question than the log holds: whoever
 *     remembers anything of the entries must forget it
 */
public record Arrivals(long sequence, boolean complete, List<Arrival> arrivals) {
  public Arrivals {
    arrivals = List.copyOf(arrivals);
  }
}
