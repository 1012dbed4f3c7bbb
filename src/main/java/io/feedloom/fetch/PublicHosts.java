package io.feedloom.fetch;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.WebAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Recognizes addresses of this server that other servers cannot reach. Looks up no names. */
public final class PublicHosts {
  private PublicHosts() {}

  /**
   * Returns the kind of a host that is not public, such as "loopback". Returns empty if the host
   * may be public, or if the admin allowed requests to it.
   *
   * @param allowed blocks that the admin allowed
   */
  public static Optional<String> notPublic(URI url, List<AddressBlock> allowed) {
    return WebAddress.host(url).flatMap(PublicHosts::literal).flatMap(it -> kind(it, allowed));
  }

  private static Optional<String> kind(InetAddress address, List<AddressBlock> allowed) {
    return AddressGuard.forbids(address, allowed);
  }

  private static Optional<InetAddress> literal(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    boolean local = name.equals("localhost") || name.endsWith(".localhost");
    try {
      return Optional.of(InetAddress.ofLiteral(local ? "127.0.0.1" : name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
