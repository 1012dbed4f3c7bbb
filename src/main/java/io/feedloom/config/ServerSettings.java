package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Where Feedloom listens, and who may speak for clients. Host and port take effect at start only.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535, or 0 for any free one
 * @param adminToken what {@code POST} requests must bear; without it they are refused
 * @param trustedProxies addresses of reverse proxies that may say which client they speak for
 */
public record ServerSettings(
    String host, int port, Optional<Secret> adminToken, List<AddressBlock> trustedProxies) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final ServerSettings DEFAULT =
      new ServerSettings("127.0.0.1", 8080, Optional.empty(), List.of());

  public ServerSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Returns a host as sockets take it: an IPv6 address without the brackets it has in links. */
  public static String host(String written) {
    return written.startsWith("[") && written.endsWith("]")
        ? written.substring(1, written.length() - 1)
        : written;
  }

  /** Returns a host as it stands in a link (RFC 3986 section 3.2.2, RFC 6874). */
  public static String inLink(String host) {
    return host.contains(":") ? "[" + host.replace("%", "%25") + "]" : host;
  }
}
