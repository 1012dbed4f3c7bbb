package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Validators;
import io.feedloom.feed.WebAddress;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.schedule.Conditions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sends the requests for feeds. */
final class FeedRequests {
  private final Fetcher fetcher;

  FeedRequests(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * The result of a request.
   *
   * @param state the earlier state, updated with what the answer says about later requests
   */
  record Answered(PollState state, Fetched fetched) {}

  /**
   * Requests a feed at the address in its state. If the server refuses the request because of one
   * header field, sends it once more without that field.
   */
  Answered ask(
      PollState state, Subscription feed, PollingSettings settings, Instant now, Trace trace) {
    var known = state.resource().requests();
    var conditions = Conditions.of(state, now);
    var fetched = fetcher.fetch(request(state, feed, conditions), settings, trace);
    var other = conditions.insteadOf(fetched);
    if (other.isEmpty()) {
      return answered(state, conditions.answered(known, fetched, now), fetched);
    }
    var second = fetcher.fetch(request(state, feed, other.get()), settings, trace);
    return answered(state, other.get().answeredInsteadOf(conditions, known, second, now), second);
  }

  private static Answered answered(PollState state, PollState.Requests known, Fetched fetched) {
    return new Answered(state.withResource(state.resource().withRequests(known)), fetched);
  }

  /** Returns a request. The admin's credentials are sent only to the feed's own origin. */
  private static Fetcher.Request request(
      PollState state, Subscription feed, Conditions conditions) {
    var address = state.address().orElse(feed.url());
    boolean home = WebAddress.origin(address).equals(WebAddress.origin(feed.url()));
    var request =
        new Fetcher.Request(
            address,
            isConditional(feed) ? conditions.validators() : Validators.NONE,
            state.digest(),
            home ? feed.headers() : Map.of(),
            home ? feed.auth() : Optional.empty(),
            isConditional(feed) && conditions.delta());
    return request.over(home ? feed.transport() : feed.transport().forPages());
  }

  private static boolean isConditional(Subscription feed) {
    return !feed.transport().ignoresCache() && feed.transport().body().isEmpty();
  }
}
