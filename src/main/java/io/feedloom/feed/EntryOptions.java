package io.feedloom.feed;

/**
 * How the items of a feed become entries.
 *
 * @param idBy what identifies an entry
 * @param appliesUpdates whether an entry changes when its item does
 */
public record EntryOptions(IdBy idBy, boolean appliesUpdates) {
  /** As for most feeds. */
  public static final EntryOptions USUAL = new EntryOptions(IdBy.GUID, true);
}
