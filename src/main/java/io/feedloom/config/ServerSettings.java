package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Where Feedloom listens, and which proxies it trusts. Host and port take effect only at start.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535, or 0 for any free one
 * @param adminToken the bearer token of the admin; if it is empty, all requests that need it are
 *     refused
 * @param trustedProxies addresses of reverse proxies whose forwarding headers are read
 * @param isHub whether others can subscribe to the merged feeds
 */
public record ServerSettings(
    String host,
    int port,
    Optional<Secret> adminToken,
    List<AddressBlock> trustedProxies,
    boolean isHub) {
  /** The default settings. */
  public static final ServerSettings DEFAULT =
      new ServerSettings("127.0.0.1", 8080, Optional.empty(), List.of(), true);

  public ServerSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Returns a host in the form for sockets: an IPv6 address without brackets. */
  public static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns a host in the form for links (RFC 3986 section 3.2.2, RFC 6874). */
  public static String inLink(String host) {
    return host.contains(":") ? "[" + host.replace("%", "%25") + "]" : host;
  }

  /** Returns these settings with another host and port. */
  public ServerSettings at(String otherHost, int otherPort) {
    return new ServerSettings(otherHost, otherPort, adminToken, trustedProxies, isHub);
  }
}
