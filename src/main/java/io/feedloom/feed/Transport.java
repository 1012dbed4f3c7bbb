package io.feedloom.feed;

import java.time.Duration;
import java.util.Optional;

/**
 * How the requests for one feed are sent, if different from other feeds.
 *
 * @param proxy replaces the general proxy
 * @param trust which certificates are accepted besides the usual ones
 * @param timeout the longest time for a request, including redirects
 * @param maxSize the largest document in bytes, after decompression
 * @param body if present, requests for the feed are POST requests with this body
 * @param cookies whether cookies that a server sets are sent with the next requests of the same
 *     exchange
 * @param ignoresCache whether requests are unconditional, and statements about caching are ignored
 */
public record Transport(
    Optional<OutgoingProxy> proxy,
    Optional<Trust> trust,
    Optional<Duration> timeout,
    Optional<Long> maxSize,
    Optional<Secret> body,
    boolean cookies,
    boolean ignoresCache) {
  /** As for other feeds. */
  public static final Transport USUAL =
      new Transport(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false);

  /** Returns the same for requests with another body. */
  public Transport withBody(Optional<Secret> other) {
    return new Transport(proxy, trust, timeout, maxSize, other, cookies, ignoresCache);
  }

  /** Returns how the pages of the feed's entries are requested: with GET. */
  public Transport forPages() {
    return body.isEmpty() ? this : withBody(Optional.empty());
  }
}
