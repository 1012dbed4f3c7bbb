package io.feedloom.feed;

import java.util.function.Supplier;

/**
 * An entry as it stands in a publisher's document. Guid and fingerprint are known at once; the
 * costly rest, sanitizing above all, is done when {@link #entry()} is asked for, so that entries
 * which are known and unchanged cost nothing.
 *
 * @param guid {@link Entry#guid}; several items of a document can have the same
 * @param fingerprint a hash of all that is kept of it, before sanitizing: equal when nothing
 *     changed
 * @param normalized makes the entry; never throws
 */
public record Item(String guid, long fingerprint, Supplier<Entry> normalized) {
  public Entry entry() {
    return normalized.get();
  }

  /** Returns the same item with an entry that was made before. */
  public Item withEntry(Entry entry) {
    return new Item(guid, fingerprint, () -> entry);
  }
}
