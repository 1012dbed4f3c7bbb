package io.feedloom.serve.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits how many requests the hub accepts for callbacks on one site and from one client, because
 * it sends a request to the callback for each of them. A subscriber with many subscriptions may
 * send some hundreds at once. Thread-safe.
 */
final class CallbackRates {
  private static final int MAX_GROUPS = 20_000;

  private final int burst;
  private final Duration each;

  /** When all earlier requests of a group would have been accepted one after the other. */
  private final Cache<String, Instant> groups =
      Caffeine.newBuilder().maximumSize(MAX_GROUPS).build();

  /**
   * @param burst how many requests of a group are accepted at once
   * @param each the time after which another one is accepted
   */
  CallbackRates(int burst, Duration each) {
    this.burst = burst;
    this.each = each;
  }

  /**
   * Counts a request. Returns false if there were too many before.
   *
   * @param group the site of the callback, or the address of the client
   */
  boolean accept(String group, Instant now) {
    var longest = now.plus(each.multipliedBy(burst));
    var next =
        groups
            .asMap()
            .compute(
                group,
                (_, before) -> {
                  var begin = before == null || before.isBefore(now) ? now : before;
                  return begin.isAfter(longest) ? begin : begin.plus(each);
                });
    return !next.isAfter(longest);
  }
}
