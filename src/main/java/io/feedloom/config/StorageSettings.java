package io.feedloom.config;

import io.feedloom.feed.Secret;
import java.util.Optional;

/**
 * Where entries are kept. Takes effect at start only.
 *
 * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}; a relative H2 path is taken from the
 *     folder of {@code feeds.yml}
 */
public record StorageSettings(String url, Optional<String> user, Optional<Secret> password) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final StorageSettings DEFAULT = ofUrl("jdbc:h2:./data/feedloom");

  public static StorageSettings ofUrl(String url) {
    return new StorageSettings(url, Optional.empty(), Optional.empty());
  }
}
