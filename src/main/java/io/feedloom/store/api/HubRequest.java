package io.feedloom.store.api;

import io.feedloom.feed.Secret;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A request to the WebSub hub whose callback must still confirm it.
 *
 * @param address the canonical path and query of the topic, without a key
 * @param key the key that the topic names
 * @param host the host of the callback
 * @param secret signs the deliveries
 * @param asked the address of the topic as the subscriber wrote it
 * @param base the address of this server for the subscriber, without a slash at its end
 * @param lease how long the subscription lasts; zero to unsubscribe
 * @param place news after this place are delivered
 */
public record HubRequest(
    Mode mode,
    String address,
    Optional<HubTopic.Key> key,
    String callback,
    String host,
    Optional<Secret> secret,
    String asked,
    String base,
    Duration lease,
    long place) {

  /** What the request is for. */
  public enum Mode {
    SUBSCRIBE,
    UNSUBSCRIBE;

    /** Returns the value of {@code hub.mode}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the digest of the topic and the callback. Both together have one subscription. */
  public String pair() {
    return HubTopic.hex(HubTopic.digest(address, key) + "\n" + callback);
  }

  /** Whether a request was accepted. */
  public enum Acceptance {
    ACCEPTED,
    /** The host of the callback has too many subscriptions or requests. */
    HOST_FULL,
    /** There are too many subscriptions or requests in all. */
    FULL
  }

  /**
   * A request that this process has leased.
   *
   * @param mark identifies the lease
   * @param tries how many times its callback was asked, with this time
   */
  public record Leased(HubRequest request, long mark, int tries) {}
}
