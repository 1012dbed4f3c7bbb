package io.feedloom.feed;

import java.util.Optional;

/**
 * A person named by a publisher (RFC 4287 section 3.2). At least one of the three parts is present.
 */
public record Person(Optional<String> name, Optional<String> email, Optional<String> uri) {
  public static Person named(String name) {
    return new Person(Optional.of(name), Optional.empty(), Optional.empty());
  }

  /** Returns the text to show: the name, else the e-mail address, else the URI. */
  public String display() {
    return name.or(() -> email).or(() -> uri).orElse("");
  }
}
