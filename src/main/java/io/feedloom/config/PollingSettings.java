package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How feeds are polled.
 *
 * @param every the time between two polls of a new feed; also determines the price of a request,
 *     see {@code io.feedloom.schedule}
 * @param min the least time between two polls
 * @param max the most time between two polls
 * @param timeout the longest time for a whole exchange, including redirects
 * @param maxSize the largest body in bytes, after decompression
 * @param perHost the most simultaneous requests to one registrable domain, or to a host without
 *     one; at least 1
 * @param spacing the time between the starts of two requests to one registrable domain
 * @param hosts settings for single hosts, by host or domain in ASCII and lower case
 * @param allowAddresses blocks of addresses that may be polled, although Feedloom refuses them by
 *     default
 * @param proxies the proxies for requests
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
    List<AddressBlock> allowAddresses,
    ProxySettings proxies) {
  /** The default settings. */
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

  /** Makes settings without proxies. */
  public PollingSettings(
      Duration every,
      Duration min,
      Duration max,
      Duration timeout,
      long maxSize,
      int perHost,
      Duration spacing,
      Map<String, HostSettings> hosts,
      List<AddressBlock> allowAddresses) {
    this(
        every,
        min,
        max,
        timeout,
        maxSize,
        perHost,
        spacing,
        hosts,
        allowAddresses,
        ProxySettings.NONE);
  }

  /** Returns the settings with another timeout. */
  public PollingSettings withTimeout(Duration other) {
    return with(other, maxSize, proxies);
  }

  /** Returns the settings with other proxies. */
  public PollingSettings withProxies(ProxySettings other) {
    return with(timeout, maxSize, other);
  }

  /** Returns the settings for a feed that has its own timeout, size or proxy. */
  public PollingSettings of(Transport transport) {
    return transport.equals(Transport.USUAL)
        ? this
        : with(
            transport.timeout().orElse(timeout),
            transport.maxSize().orElse(maxSize),
            transport.proxy().map(ProxySettings::always).orElse(proxies));
  }

  private PollingSettings with(Duration newTimeout, long newMaxSize, ProxySettings newProxies) {
    return new PollingSettings(
        every,
        min,
        max,
        newTimeout,
        newMaxSize,
        perHost,
        spacing,
        hosts,
        allowAddresses,
        newProxies);
  }

  /**
   * Returns the settings for a host: the settings of the host itself, or else of the nearest domain
   * that contains it.
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
