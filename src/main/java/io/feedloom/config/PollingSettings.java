package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How feeds are polled.
 *
 * @param every the time between two polls of a feed of which nothing is known; also the price of a
 *     request, see the schedule room
 * @param min the least time between two polls
 * @param max the most
 * @param timeout for a whole exchange, redirects included
 * @param maxSize of a body in bytes, decompressed
 * @param perHost requests under way at once to one registrable domain, or to one host that has
 *     none; at least 1
 * @param spacing between the beginnings of two requests to one registrable domain
 * @param hosts what differs for single hosts, by host or domain in ASCII and lower case
 * @param allowAddresses blocks that are otherwise refused
 */
public record PollingSettings(
    Duration every,
    Duration min,
    Duration max,
    Duration timeout,
    long maxSize,
    int perHost,
    Duration spacing,
    Map<String, HostSettings> hosts,
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
          Duration.ofSeconds(1),
          Map.of(),
          List.of());

  public PollingSettings {
    hosts = Map.copyOf(hosts);
    allowAddresses = List.copyOf(allowAddresses);
  }

  /**
   * What the admin set for a host: the longest name that is the host itself or a domain above it.
   *
   * @param host in ASCII and lower case
   */
  public Optional<Map.Entry<String, HostSettings>> hostSettings(String host) {
    var name = host;
    while (!hosts.isEmpty()) {
      var found = hosts.get(name);
      if (found != null) {
        return Optional.of(Map.entry(name, found));
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        break;
      }
      name = name.substring(dot + 1);
    }
    return Optional.empty();
  }
}
