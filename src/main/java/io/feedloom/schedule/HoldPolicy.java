package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides for how long, and for which feeds, a publisher's request to wait applies. A 429 is about
 * the number of our requests, so it applies to the whole domain. A 503 is about one server, so it
 * applies to that host (RFC 6585 section 4, RFC 9110 section 15.6.4). Without side effects.
 */
public final class HoldPolicy {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration DAY = Duration.ofDays(1);

  private HoldPolicy() {}

  /**
   * Returns the hold that follows from an answer.
   *
   * @param host the host that answered
   * @param domain the registrable domain of the host, if it has one
   * @param now when the request was made
   */
  public static Optional<Hold> after(
      Fetched fetched,
      String host,
      Optional<String> domain,
      PollingSettings settings,
      Instant now) {
    if (!(fetched instanceof Throttled throttled)) {
      return Optional.empty();
    }
    int status = throttled.exchange().status();
    boolean whole = status == TOO_MANY_REQUESTS && domain.isPresent();
    var scope = whole ? Hold.domain(domain.get()) : Hold.host(host);
    return wait(throttled, status, settings)
        .map(
            time ->
                new Hold(
                    scope,
                    now.plus(throttled.exchange().duration()).plus(time),
                    "%s answered %d and asked us to wait %s"
                        .formatted(host, status, Wait.format(time))));
  }

  /**
   * Returns how long to wait. Empty for a 503 without a time: other feeds of that server may work.
   */
  private static Optional<Duration> wait(
      Throttled throttled, int status, PollingSettings settings) {
    return throttled
        .retryAfter()
        .map(time -> time.compareTo(longest(settings)) > 0 ? longest(settings) : time)
        .or(() -> status == TOO_MANY_REQUESTS ? Optional.of(settings.min()) : Optional.empty())
        .filter(Duration::isPositive);
  }

  private static Duration longest(PollingSettings settings) {
    return DAY.compareTo(settings.max()) >= 0 ? DAY : settings.max();
  }
}
