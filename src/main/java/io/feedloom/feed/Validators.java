package io.feedloom.feed;

import java.util.Optional;

/**
 * The validators of a publisher's answer (RFC 9110 section 8.8). They are kept and sent back byte
 * for byte, with their quotes.
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /** No validator. */
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());
}
