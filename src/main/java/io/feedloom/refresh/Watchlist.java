package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is to be polled and how, as one immutable whole: a reload replaces it at one stroke. */
public record Watchlist(PollingSettings polling, Map<FeedId, Subscription> subscriptions) {
  public static Watchlist of(PollingSettings polling, List<Subscription> subscriptions) {
    return new Watchlist(
        polling,
        subscriptions.stream().collect(Collectors.toMap(Subscription::id, Function.identity())));
  }

  public Optional<Subscription> find(FeedId id) {
    return Optional.ofNullable(subscriptions.get(id));
  }
}
