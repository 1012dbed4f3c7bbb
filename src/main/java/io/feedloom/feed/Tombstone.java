package io.feedloom.feed;

import java.time.Instant;

/**
 * A publisher's word that an entry is withdrawn (RFC 6721 section 3).
 *
 * @param id the id of the entry in the store
 * @param ref what the entry was known by: its {@code atom:id}
 * @param when it was withdrawn, as the publisher says
 */
public record Tombstone(long id, String ref, Instant when) {
  /** One of the entry that is stored under its guid. */
  public Tombstone(String ref, Instant when) {
    this(Digest.of(ref), ref, when);
  }

  /** Returns the same word about the entry with this id. */
  public Tombstone of(long entry) {
    return new Tombstone(entry, ref, when);
  }
}
