package io.feedloom.push.notify;

import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.store.Store;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.api.WaitingEntry;
import io.feedloom.store.api.WebhookState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log of arrivals and queues the entries of each webhook. The position of a webhook moves
 * in the same transaction, so no arrival is lost or queued twice, on any number of nodes. A
 * position without new entries is stored only now and then.
 */
final class Collector {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** How many updates are read at once. */
  private static final int BATCH_SIZE = 100;

  /**
   * How far a position moves at most before it is stored. The log keeps at least ten times more.
   */
  private static final int UNSTORED = 1_000;

  private final Store store;
  private final NotifyEntries entries;
  private final InstantSource clock;

  /** Up to where each webhook's arrivals were read since its stored position. */
  private final Map<String, Progress> progress = new HashMap<>();

  private record Progress(long stored, long read) {}

  Collector(Store store, NotifyEntries entries, InstantSource clock) {
    this.store = store;
    this.entries = entries;
    this.clock = clock;
  }

  /** Reads the log to its end. Returns whether entries were queued. */
  boolean collect(List<WebhookState> states, Map<String, WebhookSettings> webhooks) {
    progress.keySet().retainAll(webhooks.keySet());
    for (var state : states) {
      var known = progress.get(state.name());
      if (known == null || known.stored() != state.place()) {
        progress.put(state.name(), new Progress(state.place(), state.place()));
      }
    }
    progress.keySet().removeIf(name -> states.stream().noneMatch(s -> s.name().equals(name)));
    progress.keySet().removeIf(name -> !webhooks.containsKey(name));
    boolean queued = false;
    boolean more = !progress.isEmpty();
    while (more) {
      long from = progress.values().stream().mapToLong(Progress::read).min().orElse(0);
      var piece = store.arrivals().updatesAfter(from, BATCH_SIZE);
      if (!piece.complete()) {
        log.warn(
            "Some arrivals were deleted from the log before they were read, so webhooks may lack"
                + " entries");
      }
      for (var name : List.copyOf(progress.keySet())) {
        var webhook = webhooks.get(name);
        if (webhook != null) {
          queued |= queue(webhook, piece);
        }
      }
      more = piece.updates().size() == BATCH_SIZE && !progress.isEmpty();
    }
    return queued;
  }

  private boolean queue(WebhookSettings webhook, LoggedArrivals piece) {
    var name = webhook.name();
    var known = progress.getOrDefault(name, new Progress(0, piece.sequence()));
    if (piece.sequence() <= known.read()) {
      return false;
    }
    var selected = entries.selector(webhook);
    Predicate<Arrival> wanted =
        arrival ->
            !arrival.withdrawn()
                && (arrival.isNew() || webhook.changed())
                && selected.test(arrival);
    Instant now = clock.instant();
    var waiting =
        piece.updates().stream()
            .filter(update -> update.number() > known.read())
            .flatMap(update -> update.arrivals().stream())
            .filter(wanted)
            .map(arrival -> new WaitingEntry(0, arrival.key(), arrival.river(), now))
            .toList();
    if (waiting.isEmpty() && piece.sequence() - known.stored() < UNSTORED) {
      progress.put(name, new Progress(known.stored(), piece.sequence()));
      return false;
    }
    if (store.webhooks().arrived(name, known.stored(), piece.sequence(), waiting)) {
      progress.put(name, new Progress(piece.sequence(), piece.sequence()));
      return !waiting.isEmpty();
    }
    // Another node was first. The next call begins at the position that it stored.
    progress.remove(name);
    return true;
  }
}
