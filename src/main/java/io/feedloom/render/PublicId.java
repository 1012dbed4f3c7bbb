package io.feedloom.render;

import io.feedloom.feed.EntryName;

/** The public ids of entries. They depend on the entry and the format, and not on the page. */
public final class PublicId {
  /** The digits that feed validators find a number to be unique enough from. */
  private static final int SHORTEST_NUMBER = 9;

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
   * Returns whether a guid can name an entry among those of all feeds: any XML parser keeps it, and
   * it is no short number, which many feeds share.
   */
  private static boolean isUnique(String id) {
    return survives(id)
        && !(id.length() < SHORTEST_NUMBER && id.chars().allMatch(Character::isDigit));
  }

  /** Returns whether text that names something is the same after any XML parser has read it. */
  static boolean survives(String id) {
    return !id.isEmpty()
        && id.equals(id.strip())
        && id.indexOf('\r') < 0
        && id.equals(Text.legal(id))
        && !Web.isUnsafe(id);
  }
}
