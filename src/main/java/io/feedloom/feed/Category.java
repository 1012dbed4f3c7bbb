package io.feedloom.feed;

import java.util.Optional;

/**
 * A category as the publisher wrote it (RFC 4287 section 4.2.2; RSS 2.0 {@code category}, whose
 * domain is the scheme).
 */
public record Category(String term, Optional<String> scheme, Optional<String> label) {
  public static Category of(String term) {
    return new Category(term, Optional.empty(), Optional.empty());
  }

  /** Returns the text to show: the label, else the term. */
  public String display() {
    return label.orElse(term);
  }
}
