package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an address means to a connection: where to go and what to ask for.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in ASCII and lower case; an IPv6 address stands without brackets
 * @param port never missing
 * @param path with its query, in ASCII, beginning with a slash
 */
record Target(String scheme, String host, int port, String path) {
  /** {@code java.net.URI} knows no host with an underscore or outside ASCII, though both exist. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?(\\[[0-9A-Fa-f:.%]+]|[^:@\\[\\]]+)(?::(\\d{0,5}))?");

  private static final int LAST_PORT = 65535;

  /**
   * @throws Refusal if the address is not an absolute one of http or https
   */
  static Target of(URI url) throws Refusal {
    var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw unusable(scheme + " is not http or https");
    }
    var authority = AUTHORITY.matcher(Optional.ofNullable(url.getAuthority()).orElse(""));
    if (!authority.matches()) {
      throw unusable("it names no host");
    }
    return new Target(scheme, host(authority.group(1)), port(authority, scheme), path(url));
  }

  private static String host(String written) throws Refusal {
    if (written.startsWith("[")) {
      return written.substring(1, written.length() - 1);
    }
    try {
      return IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw unusable("\"" + written + "\" cannot be a host's name");
    }
  }

  private static int port(Matcher authority, String scheme) throws Refusal {
    var written = Optional.ofNullable(authority.group(2)).orElse("");
    if (written.isEmpty()) {
      return standardPort(scheme);
    }
    int port = Integer.parseInt(written);
    if (port < 1 || port > LAST_PORT) {
      throw unusable("there is no port " + port);
    }
    return port;
  }

  private static String path(URI url) {
    var text = url.toASCIIString();
    var ascii = text.equals(url.toString()) ? url : URI.create(text);
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

  /** Whether both are one origin: scheme, host and port (RFC 6454 section 4). */
  boolean sameOrigin(Target other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /** The {@code Host} header: a port that goes without saying is left out. */
  String hostHeader() {
    var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == standardPort(scheme) ? name : name + ":" + port;
  }
}
