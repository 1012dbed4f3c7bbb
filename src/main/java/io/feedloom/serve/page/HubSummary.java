package io.feedloom.serve.page;

import io.feedloom.feed.PushEvidence;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.feed.WebAddress;
import io.feedloom.serve.view.StatusView.Figure;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes a figure for each hub.
 *
 * @param subscriptions of the feeds that the client may see
 */
record HubSummary(Collection<TopicSubscription> subscriptions, Instant now) {
  private static final int MAX_HUBS = 20;

  HubSummary {
    subscriptions = List.copyOf(subscriptions);
  }

  /** Returns the figures, the hubs with the most subscriptions first. */
  List<Figure> all() {
    var byHub = new TreeMap<String, List<TopicSubscription>>();
    subscriptions.stream()
        .filter(each -> each.state() != State.LEAVING)
        .forEach(each -> byHub.computeIfAbsent(host(each), _ -> new ArrayList<>()).add(each));
    return byHub.entrySet().stream()
        .sorted(Comparator.comparingInt(hub -> -hub.getValue().size()))
        .limit(MAX_HUBS)
        .map(hub -> figure(hub.getKey(), hub.getValue()))
        .toList();
  }

  private static String host(TopicSubscription subscription) {
    return WebAddress.host(URI.create(subscription.hub())).orElse("");
  }

  private Figure figure(String hub, List<TopicSubscription> of) {
    long active = of.stream().filter(each -> each.isActive(now)).count();
    var evidence = of.stream().map(each -> each.received().evidence()).toList();
    long brought = evidence.stream().mapToLong(PushEvidence::brought).sum();
    long missed = evidence.stream().mapToLong(PushEvidence::missed).sum();
    long proven =
        of.stream()
            .filter(each -> each.isActive(now) && each.received().evidence().isProven())
            .count();
    var verdict =
        brought == 0 && evidence.stream().anyMatch(PushEvidence::isSilent)
            ? "; it has never delivered a new entry"
            : proven > 0 ? "; %d polled once a day".formatted(proven) : "";
    return new Figure(
        hub,
        "%d of %d".formatted(active, of.size()),
        "subscriptions active; brought %d new entries, missed %d%s"
            .formatted(brought, missed, verdict));
  }

  /** Returns why no subscription works, if hubs cannot reach this server. */
  Optional<String> notice() {
    boolean anyVerified =
        subscriptions.stream().anyMatch(each -> each.course().expires().isPresent());
    boolean anyUnverified =
        subscriptions.stream()
            .anyMatch(each -> each.state() == State.FAILED && each.course().pending().isPresent());
    return anyUnverified && !anyVerified
        ? Optional.of(
            "Hubs accepted requests and verified none of them. They probably cannot reach"
                + " public-url.")
        : Optional.empty();
  }
}
