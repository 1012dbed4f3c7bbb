package io.feedloom.config;

import io.feedloom.feed.Subscription;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that {@code feeds.yml} says.
 *
 * @param title of the merged feed
 * @param publicUrl where readers reach this server, without a slash at its end
 * @param subscriptions in the order written, ids and addresses unique
 * @param streams by name
 */
public record Settings(
    String title,
    Optional<URI> publicUrl,
    ServerSettings server,
    StorageSettings storage,
    PollingSettings polling,
    List<Subscription> subscriptions,
    Map<String, StreamSettings> streams) {
  public Settings {
    subscriptions = List.copyOf(subscriptions);
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
  }
}
