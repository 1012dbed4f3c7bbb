package io.feedloom.render;

import io.feedloom.feed.EntryName;

/** The public ids of entries. They depend on the entry and the format, and not on the page. */
public final class PublicId {
  /** From this many digits on, feed validators accept a number as unique. */
  private static final int MIN_NUMBER_LENGTH = 9;

  private PublicId() {}

  /** Returns the id in Atom, which must be an IRI (RFC 4287 section 4.2.6). */
  static String inAtom(EntryName name) {
    return name.in(guid -> survives(guid) && Web.isIri(guid));
  }

  /** Returns the id in RSS, JSON Feed and the API, where it may be any text. */
  public static String inText(EntryName name) {
    return name.in(PublicId::isUnique);
  }

  /**
   * Returns whether a guid can be the public id of an entry. Every XML parser must keep it
   * unchanged, and it must not be a short number, because many feeds use the same short numbers.
   */
  private static boolean isUnique(String id) {
    return survives(id)
        && !(id.length() < MIN_NUMBER_LENGTH && id.chars().allMatch(Character::isDigit));
  }

  /** Returns whether every XML parser keeps the text unchanged. */
  static boolean survives(String id) {
    return !id.isEmpty()
        && id.equals(id.strip())
        && id.indexOf('\r') < 0
        && id.equals(Text.legal(id))
        && !Web.isUnsafe(id);
  }
}
