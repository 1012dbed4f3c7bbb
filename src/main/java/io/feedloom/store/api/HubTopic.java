package io.feedloom.store.api;

import io.feedloom.feed.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A topic of the WebSub hub: a merged feed in one format.
 *
 * @param address its canonical path and query, without a key
 * @param key the key that it was subscribed with; empty if it was subscribed without one
 */
public record HubTopic(long id, String address, Optional<Key> key) {
  /**
   * A key of feeds.yml.
   *
   * @param digest of the key itself, to notice that the admin replaced it
   */
  public record Key(String name, String digest) {}

  /** Returns the digest by which a topic is found. */
  public static String digest(String address, Optional<Key> key) {
    return hex(address + "\n" + key.map(Key::digest).orElse(""));
  }

  /** Returns the digest by which a callback is found. */
  public static String hex(String text) {
    return Digest.hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
