package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Domains;
import io.feedloom.parse.SafeHtml;
import io.feedloom.rules.Rulebook;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The feeds to poll and their settings, as one immutable value. A reload replaces it as a whole.
 *
 * @param shared the registrable domains with more than one feed
 */
public record Watchlist(
    PollingSettings polling,
    Rulebook rules,
    Map<FeedId, Subscription> subscriptions,
    Set<String> shared) {
  public static Watchlist of(
      PollingSettings polling, List<Rule> rules, List<Subscription> subscriptions) {
    return new Watchlist(
        polling,
        new Rulebook(rules, SafeHtml::of),
        subscriptions.stream().collect(Collectors.toMap(Subscription::id, Function.identity())),
        shared(subscriptions));
  }

  /** Returns the domains that have several feeds. */
  private static Set<String> shared(List<Subscription> subscriptions) {
    var seen = new HashSet<String>();
    var shared = new HashSet<String>();
    for (var feed : subscriptions) {
      Domains.registrable(Domains.host(feed.url()))
          .filter(domain -> !seen.add(domain))
          .ifPresent(shared::add);
    }
    return Set.copyOf(shared);
  }

  /** Returns whether other feeds have the same registrable domain. */
  boolean isShared(Site site) {
    return site.domain().filter(shared::contains).isPresent();
  }

  public Optional<Subscription> find(FeedId id) {
    return Optional.ofNullable(subscriptions.get(id));
  }
}
