package io.feedloom.config;

import io.feedloom.feed.Rule;
import io.feedloom.feed.Secret;
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
 * @param rules in the order written
 * @param streams by name
 * @param keys who may read what is not public, each with his key
 */
public record Settings(
    String title,
    Optional<URI> publicUrl,
    ServerSettings server,
    StorageSettings storage,
    PollingSettings polling,
    RetentionSettings retention,
    List<Subscription> subscriptions,
    List<Rule> rules,
    Map<String, StreamSettings> streams,
    Map<String, Secret> keys) {
  public Settings {
    subscriptions = List.copyOf(subscriptions);
    rules = List.copyOf(rules);
    keys = Map.copyOf(keys);
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
  }

  /** The same on another server. */
  public Settings on(ServerSettings other) {
    return new Settings(
        title, publicUrl, other, storage, polling, retention, subscriptions, rules, streams, keys);
  }

  /** The same without the feeds that only show to who has a key. */
  public Settings withoutKeyed() {
    return new Settings(
        title,
        publicUrl,
        server,
        storage,
        polling,
        retention,
        subscriptions.stream().filter(feed -> !feed.keyed()).toList(),
        rules,
        streams,
        keys);
  }
}
