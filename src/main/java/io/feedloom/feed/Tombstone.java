package io.feedloom.feed;

import java.time.Instant;

/**
 * A publisher's word that an entry is withdrawn (RFC 6721 section 3).
 *
 * @param ref what the entry was known by: its {@code atom:id}
 * @param when it was withdrawn, as the publisher says
 */
public record Tombstone(String ref, Instant when) {
  /** The {@link Item#id()} of the entry. */
  public long id() {
    return Digest.of(ref);
  }
}
