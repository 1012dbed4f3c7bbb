package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import java.time.Duration;
import java.util.List;

/**
 * How feeds are polled.
 *
 * @param every the time between two polls of a feed of which nothing is known; also the price of a
 *     request, see the schedule room
 * @param min the least time between two polls
 * @param max the most
 * @param timeout for a whole exchange, redirects included
 * @param maxSize of a body in bytes, decompressed
 * @param perHost requests under way to one host at once, at least 1
 * @param allowAddresses blocks that are otherwise refused
 */
public record PollingSettings(
    Duration every,
    Duration min,
    Duration max,
    Duration timeout,
    long maxSize,
    int perHost,
    List<AddressBlock> allowAddresses) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final PollingSettings DEFAULT =
      new PollingSettings(
          Duration.ofHours(1),
          Duration.ofMinutes(15),
          Duration.ofHours(24),
          Duration.ofSeconds(30),
          10L << 20,
          2,
          List.of());

  public PollingSettings {
    allowAddresses = List.copyOf(allowAddresses);
  }
}
