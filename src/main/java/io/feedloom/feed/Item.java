package io.feedloom.feed;

import java.util.function.Supplier;

/**
 * An entry as it stands in a publisher's document. Identity and fingerprint are known at once; the
 * costly rest, sanitizing above all, is done when {@link #entry()} is asked for, so that entries
 * which are known and unchanged cost nothing.
 *
 * @param guid {@link Entry#guid}, with a hash behind it where another entry of the document has the
 *     same: unique in the document, and what the store knows the entry by
 * @param fingerprint a hash of all that is kept of it, before sanitizing: equal when nothing
 *     changed
 * @param normalized makes the entry; never throws
 */
public record Item(String guid, long fingerprint, Supplier<Entry> normalized) {
  /** The 64 bits that the guid is known by in the store. */
  public long id() {
    return Digest.of(guid);
  }

  public Entry entry() {
    return normalized.get();
  }
}
