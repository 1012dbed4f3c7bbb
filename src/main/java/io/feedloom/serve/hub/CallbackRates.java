package io.feedloom.serve.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits how many requests the hub accepts for callbacks on one host, because it sends a request to
 * the callback for each of them. A subscriber with many subscriptions may send some hundreds at
 * once. Thread-safe.
 */
final class CallbackRates {
  private static final int BURST = 500;

  /** The time after which another request is accepted. */
  private static final Duration EACH = Duration.ofMillis(200);

  private static final int MAX_HOSTS = 20_000;

  /** When all earlier requests for a host would have been accepted one after the other. */
  private final Cache<String, Instant> hosts = Caffeine.newBuilder().maximumSize(MAX_HOSTS).build();

  /** Counts a request. Returns false if there were too many before. */
  boolean accept(String host, Instant now) {
    var longest = now.plus(EACH.multipliedBy(BURST));
    var next =
        hosts
            .asMap()
            .compute(
                host,
                (_, before) -> {
                  var begin = before == null || before.isBefore(now) ? now : before;
                  return begin.isAfter(longest) ? begin : begin.plus(EACH);
                });
    return !next.isAfter(longest);
  }
}
