package io.feedloom.feed;

/**
 * A value by which the store finds an entry whose guid is shared with others of its feed.
 *
 * @param value a digest of the guid and of what the entry says
 * @param entry the id of the entry, or {@link #SEVERAL}
 */
public record Alias(long value, long entry) {
  /** Stands for an entry where several have the value, so that it identifies none of them. */
  public static final long SEVERAL = 0;

  /**
   * The value that a feed has while entries are stored of it which an older version identified, and
   * whose aliases are not stored yet.
   */
  public static final long OLD_ENTRIES = 0;
}
