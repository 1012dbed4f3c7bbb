package io.feedloom.feed;

import java.util.function.Supplier;

/**
 * An entry as it appears in a publisher's document. Guid and fingerprint are available at once.
 * {@link #entry()} does the expensive part, mainly sanitizing. It is not called for unchanged
 * entries.
 *
 * @param guid {@link Entry#guid}; several items of a document can have the same one
 * @param fingerprint a hash of all kept fields before sanitizing; equal if nothing changed
 * @param normalized makes the entry; never throws
 */
public record Item(String guid, long fingerprint, Supplier<Entry> normalized) {
  public Entry entry() {
    return normalized.get();
  }

  /** Returns the same item with a finished entry. */
  public Item withEntry(Entry entry) {
    return new Item(guid, fingerprint, () -> entry);
  }
}
