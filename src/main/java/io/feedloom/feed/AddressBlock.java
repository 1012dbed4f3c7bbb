package io.feedloom.feed;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses (RFC 4632, RFC 4291 section 2.3).
 *
 * @param first any address of the block
 * @param bits the prefix length: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressBlock(InetAddress first, int bits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

  /**
   * @throws IllegalArgumentException if the prefix length is negative or longer than the address
   */
  public AddressBlock {
    if (bits < 0 || bits > first.getAddress().length * 8) {
      throw new IllegalArgumentException("no such prefix length: /" + bits);
    }
  }

  /**
   * Parses {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. Looks up no names.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    if (!LITERAL.matcher(address).matches() || !(address.contains(".") || address.contains(":"))) {
      throw new IllegalArgumentException(
          "not a block of addresses like 10.0.0.0/8 or fd00::/8: \"" + text + "\"");
    }
    try {
      var first = InetAddress.getByName(address);
      int all = first.getAddress().length * 8;
      return new AddressBlock(first, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException("not a block of addresses: \"" + text + "\"", e);
    }
  }

  /** Returns whether this block contains the address. An IPv6 block contains no IPv4 address. */
  public boolean contains(InetAddress address) {
    byte[] a = first.getAddress();
    byte[] b = address.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
