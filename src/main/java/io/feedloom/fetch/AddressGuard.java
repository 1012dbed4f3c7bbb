package io.feedloom.fetch;

import io.feedloom.feed.AddressBlock;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides to which addresses Feedloom sends no requests. A redirect or a DNS record can lead a feed
 * to any address, and servers in our own network may trust every request from inside. The blocks
 * are those of the IANA special-purpose registries (RFC 6890) that are not globally reachable.
 */
final class AddressGuard {
  private static final Map<AddressBlock, String> FORBIDDEN = blocks();
  private static final AddressBlock GLOBAL_UNICAST = AddressBlock.parse("2000::/3");

  /** Blocks of IPv6 addresses that contain an IPv4 address, with the index of its first byte. */
  private static final Map<AddressBlock, Integer> EMBEDDING =
      Map.of(
          AddressBlock.parse("::/96"), 12, // IPv4-compatible, RFC 4291 section 2.5.5.1
          AddressBlock.parse("64:ff9b::/96"), 12, // NAT64, RFC 6052
          AddressBlock.parse("2002::/16"), 2); // 6to4, RFC 3056

  private AddressGuard() {}

  /**
   * Returns the kind of a forbidden address, such as "private"; empty if the address is allowed.
   *
   * @param allowed blocks that the admin allowed
   */
  static Optional<String> forbids(InetAddress address, List<AddressBlock> allowed) {
    if (allowed.stream().anyMatch(block -> block.contains(address))) {
      return Optional.empty();
    }
    for (var block : FORBIDDEN.entrySet()) {
      if (block.getKey().contains(address)) {
        return Optional.of(block.getValue());
      }
    }
    if (address instanceof Inet4Address) {
      return Optional.empty();
    }
    var embedded = embedded(address);
    if (embedded.isPresent()) {
      return forbids(embedded.get(), allowed);
    }
    return GLOBAL_UNICAST.contains(address) ? Optional.empty() : Optional.of("reserved");
  }

  private static Optional<InetAddress> embedded(InetAddress address) {
    return EMBEDDING.entrySet().stream()
        .filter(block -> block.getKey().contains(address))
        .findFirst()
        .map(block -> ipv4(address.getAddress(), block.getValue()));
  }

  private static InetAddress ipv4(byte[] address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private static Map<AddressBlock, String> blocks() {
    var blocks = new LinkedHashMap<AddressBlock, String>();
    forbid(blocks, "unspecified", "0.0.0.0/8", "::/128");
    forbid(blocks, "loopback", "127.0.0.0/8", "::1/128");
    // The metadata address of Azure is among public ones. Those of other clouds are link-local,
    // private, in CGNAT's block or in 192.0.0.0/24.
    forbid(blocks, "metadata", "169.254.169.254/32", "168.63.129.16/32", "fd00:ec2::254/128");
    forbid(blocks, "private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
    forbid(blocks, "link-local", "169.254.0.0/16", "fe80::/10", "fec0::/10");
    forbid(blocks, "carrier-grade NAT", "100.64.0.0/10");
    forbid(blocks, "multicast", "224.0.0.0/4", "ff00::/8");
    forbid(blocks, "documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
    forbid(blocks, "documentation", "2001:db8::/32", "3fff::/20");
    forbid(blocks, "reserved", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4");
    // Teredo, ORCHID and benchmarking. The whole block is for protocols, not for hosts.
    forbid(blocks, "reserved", "2001::/23");
    return blocks;
  }

  private static void forbid(Map<AddressBlock, String> blocks, String kind, String... written) {
    for (var block : written) {
      blocks.put(AddressBlock.parse(block), kind);
    }
  }
}
