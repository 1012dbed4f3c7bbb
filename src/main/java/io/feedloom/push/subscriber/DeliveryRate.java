package io.feedloom.push.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Limits how often each callback is called. Thread-safe. */
final class DeliveryRate {
  /** How many calls may come at once. */
  static final int BURST = 60;

  /** How long it takes until one more call is allowed. */
  static final Duration REFILL = Duration.ofSeconds(1);

  private static final int MAX_PATHS = 10_000;

  /** By path, when its allowance will be complete again. */
  private final Map<String, Instant> full =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_PATHS;
        }
      };

  /** Counts a call, and returns whether it is allowed. */
  synchronized boolean allows(String path, Instant now) {
    var known = full.getOrDefault(path, now);
    var from = known.isBefore(now) ? now : known;
    var next = from.plus(REFILL);
    if (next.isAfter(now.plus(REFILL.multipliedBy(BURST)))) {
      return false;
    }
    full.put(path, next);
    return true;
  }
}
