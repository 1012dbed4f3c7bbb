package io.feedloom.feed;

import java.util.Optional;

/**
 * What a publisher gave us to ask "changed?" with (RFC 9110 section 8.8): kept byte for byte,
 * quotes and all, and sent back as it came.
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /** No validator. */
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());
}
