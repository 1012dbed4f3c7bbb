package io.feedloom.store.api;

import io.feedloom.feed.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A subscriber that waits for a delivery.
 *
 * @param base the address of this server for the subscriber
 * @param place up to which it has all news
 * @param failures deliveries that failed since the last success
 */
public record HubSubscriber(
    long id,
    String callback,
    String host,
    Optional<Secret> secret,
    String base,
    long place,
    int failures) {

  /**
   * What a delivery changes.
   *
   * @param from the place of the subscriber before
   * @param to its new place; the same after a failure
   * @param delivered when it received a document; empty if it did not
   * @param failure why the delivery failed, for the admin
   */
  public record Progress(
      long subscriber,
      long from,
      long to,
      int failures,
      Instant nextTry,
      Optional<Instant> delivered,
      Optional<String> failure) {}

  /**
   * A subscription as the admin sees it.
   *
   * @param topic the canonical path and query
   * @param key the name of the key that it was subscribed with
   * @param behind whether news wait for it
   */
  public record State(
      String topic,
      Optional<String> key,
      String callback,
      Instant since,
      Instant ends,
      boolean behind,
      int failures,
      Optional<Instant> nextTry,
      Optional<Instant> delivered,
      Optional<String> failure) {}

  /** A subscriber whose subscription was ended, and the topic as it wrote it. */
  public record Ended(String callback, String asked) {}
}
