package io.feedloom.feed;

/**
 * A value by which the store finds an entry that shares its guid with other entries of its feed.
 *
 * @param value a digest of the guid and of the fields that distinguish the entry
 * @param entry the id of the entry, or {@link #SEVERAL}
 */
public record Alias(long value, long entry) {
  /** The id if several entries have the value, so that it identifies none of them. */
  public static final long SEVERAL = 0;

  /**
   * Marks a feed whose entries an older version of Feedloom identified, as long as their aliases
   * are not stored.
   */
  public static final long OLD_ENTRIES = 0;
}
