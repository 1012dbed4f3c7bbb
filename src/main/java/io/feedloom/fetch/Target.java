package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of an address for a connection and a request.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in ASCII and lower case; an IPv6 address without brackets
 * @param port the port, also if it is the default
 * @param path with its query, in ASCII, beginning with a slash
 */
record Target(String scheme, String host, int port, String path) {
  /**
   * @throws Refusal if it is not an absolute http or https address
   */
  static Target of(URI url) throws Refusal {
    var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw unusable(scheme + " is not http or https");
    }
    var host = WebAddress.host(url);
    var port = WebAddress.port(url);
    if (host.isEmpty() || port.isEmpty()) {
      throw unusable("it has no valid host");
    }
    var bare = host.get().startsWith("[") ? host.get().replaceAll("[\\[\\]]", "") : host.get();
    return new Target(scheme, bare, port.get(), path(url));
  }

  private static String path(URI url) {
    var ascii = URI.create(url.toASCIIString());
    var path = Optional.ofNullable(ascii.getRawPath()).filter(it -> !it.isEmpty()).orElse("/");
    return Optional.ofNullable(ascii.getRawQuery()).map(it -> path + "?" + it).orElse(path);
  }

  private static int standardPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static Refusal unusable(String why) {
    return new Refusal(
        Reason.PROTOCOL,
        "the address cannot be used: " + why + "; write it like https://example.org/feed.xml");
  }

  boolean secure() {
    return scheme.equals("https");
  }

  /** Returns whether both have the same origin: scheme, host and port (RFC 6454 section 4). */
  boolean sameOrigin(Target other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /** Returns the {@code Host} header, without the scheme's default port. */
  String hostHeader() {
    var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == standardPort(scheme) ? name : name + ":" + port;
  }
}
