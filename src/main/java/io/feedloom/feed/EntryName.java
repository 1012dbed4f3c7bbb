package io.feedloom.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The parts from which the public id of an entry is made. All of them are stored, so an entry
 * always has the same id, on every page and in every process.
 *
 * <p>The public id is the publisher's guid. It is a derived id if the format cannot carry the guid,
 * if another feed's entry has the guid as its public id, or if the feed gives the guid to several
 * entries and this one is not the first.
 *
 * @param guid {@link Entry#guid}
 * @param scope the address under which the feed was first subscribed; two feeds never share one
 * @param id {@link EntryKey#id}
 * @param taken whether this entry cannot have the guid as its public id: another entry has it, or
 *     it {@linkplain #isReserved is reserved}
 */
public record EntryName(String guid, String scope, long id, boolean taken) {
  /** The form of derived ids: a UUID of version 8 (RFC 9562 section 5.8). */
  private static final Pattern DERIVED =
      Pattern.compile(
          "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /**
   * Returns the public id.
   *
   * @param fits whether the format can carry a guid as it is
   */
  public String in(Predicate<String> fits) {
    boolean first = Digest.of(guid) == id;
    if (first && !taken && fits.test(guid)) {
      return guid;
    }
    // A scope has no space and begins with a scheme, so no two of these names are equal.
    var name = scope + " " + guid;
    return urn(first ? name : HexFormat.of().toHexDigits(id) + " " + name);
  }

  /**
   * Returns whether a guid could equal a derived id. Derived ids are not secret, so a publisher
   * could use that of another feed's entry as a guid. An entry that arrives with such a guid gets a
   * derived id.
   */
  public static boolean isReserved(String guid) {
    return DERIVED.matcher(guid).matches();
  }

  /** Makes a UUID from the SHA-256 of a name (RFC 9562 appendix B.2). */
  private static String urn(String name) {
    var hash = ByteBuffer.wrap(Digest.sha256(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return "urn:uuid:" + new UUID(high, low);
  }
}
