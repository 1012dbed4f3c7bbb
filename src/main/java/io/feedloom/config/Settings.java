package io.feedloom.config;

import io.feedloom.feed.Subscription;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code feeds.yml} says.
 *
 * @param title of the merged feed
 * @param publicUrl where readers reach this server, without a slash at its end
 * @param subscriptions in the order written, ids and addresses unique
 */
public record Settings(
    String title,
    Optional<URI> publicUrl,
    ServerSettings server,
    StorageSettings storage,
    PollingSettings polling,
    List<Subscription> subscriptions) {
  public Settings {
    subscriptions = List.copyOf(subscriptions);
  }
}
