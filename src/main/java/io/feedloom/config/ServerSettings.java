package io.feedloom.config;

import io.feedloom.feed.Secret;
import java.util.Optional;

/**
 * Where Feedloom listens. Takes effect at start only.
 *
 * @param port 1 to 65535, or 0 for any free one
 * @param adminToken what {@code POST} requests must bear; without it they are refused
 */
public record ServerSettings(String host, int port, Optional<Secret> adminToken) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final ServerSettings DEFAULT =
      new ServerSettings("127.0.0.1", 8080, Optional.empty());
}
