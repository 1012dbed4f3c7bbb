package io.feedloom.push.subscriber;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Masked;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.WebAddress;
import io.feedloom.fetch.PublicHosts;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The subscription that a feed should have.
 *
 * @param topic the address of the topic, as the publisher writes it
 * @param hubs the hubs to try, in this order; at least one
 * @param callbacks what the addresses of callbacks begin with
 */
record HubWish(String topic, List<String> hubs, String callbacks) {
  /** The last part of the path of all callbacks. */
  static final String PATH = "/push/";

  private static final int MAX_ADDRESS = 2_000;

  HubWish {
    hubs = List.copyOf(hubs);
  }

  /**
   * Returns what callbacks begin with. Returns empty if hubs cannot reach this server.
   *
   * @param publicUrl the address at which others reach this server
   */
  static Optional<String> callbacks(Optional<URI> publicUrl, PollingSettings polling) {
    return publicUrl
        .filter(url -> PublicHosts.notPublic(url, polling.allowAddresses()).isEmpty())
        .map(url -> url + PATH);
  }

  static Optional<String> callbacks(Settings settings) {
    return callbacks(settings.publicUrl(), settings.polling());
  }

  /**
   * Returns the wish for a feed; empty if it should have no subscription. The topic is the address
   * that the publisher gives its feed. Without one, it is the address that is polled, unless that
   * contains a secret.
   *
   * @param polled the address that is polled
   * @param callbacks what callbacks begin with, if hubs can reach this server
   */
  static Optional<HubWish> of(
      Subscription feed, FeedInfo info, URI polled, Optional<String> callbacks) {
    if (callbacks.isEmpty() || !feed.hub().isOn()) {
      return Optional.empty();
    }
    var hubs =
        feed.hub().hub().map(own -> List.of(own.toString())).orElse(info.hubs()).stream()
            .filter(HubWish::isUsable)
            .flatMap(hub -> WebAddress.parse(hub).stream())
            .map(URI::toString)
            .distinct()
            .toList();
    var topic =
        info.self()
            .or(
                () ->
                    Optional.of(polled.toString())
                        .filter(Predicate.isEqual(Masked.text(polled.toString()))))
            .filter(HubWish::isUsable);
    return hubs.isEmpty()
        ? Optional.empty()
        : topic.map(address -> new HubWish(address, hubs, callbacks.get()));
  }

  private static boolean isUsable(String address) {
    return address.length() <= MAX_ADDRESS
        && WebAddress.parse(address)
            .filter(url -> url.getScheme().matches("(?i)https?"))
            .isPresent();
  }

  /** Returns the hub after another one, in a circle. */
  String after(String hub) {
    return hubs.get((hubs.indexOf(hub) + 1) % hubs.size());
  }
}
