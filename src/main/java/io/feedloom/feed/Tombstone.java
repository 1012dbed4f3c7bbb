package io.feedloom.feed;

import java.time.Instant;

/**
 * A publisher's statement that an entry is withdrawn (RFC 6721 section 3).
 *
 * @param id the id of the entry in the store
 * @param ref the entry's {@code atom:id}
 * @param when it was withdrawn, as the publisher says
 */
public record Tombstone(long id, String ref, Instant when) {
  /** Makes the tombstone of an entry whose id depends only on its guid. */
  public Tombstone(String ref, Instant when) {
    this(Digest.of(ref), ref, when);
  }

  /** Returns a copy for the entry with this id. */
  public Tombstone of(long entry) {
    return new Tombstone(entry, ref, when);
  }
}
