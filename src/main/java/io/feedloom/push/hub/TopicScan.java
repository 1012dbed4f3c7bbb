package io.feedloom.push.hub;

import io.feedloom.feed.Arrival;
import io.feedloom.push.hub.TopicDocuments.Watch;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.push.HubTopics.Known;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the log of arrivals and marks the topics that may have news. Several processes may do this
 * at once; each of them marks the same. Not thread-safe.
 */
final class TopicScan {
  /** How many updates are read at once. */
  private static final int BATCH_SIZE = 100;

  /** After how many updates without news the position is stored. */
  private static final int UNSTORED = 1_000;

  private final Store store;
  private final TopicDocuments documents;
  private Known known = new Known(-1, List.of());
  private Object version = new Object();
  private final Map<Long, Watch> watches = new HashMap<>();

  /** The last period end of each topic that has periods. */
  private final Map<Long, Long> periods = new HashMap<>();

  /** The number of the last update that was compared with all topics. */
  private long read;

  private long stored;

  TopicScan(Store store, TopicDocuments documents) {
    this.store = store;
    this.documents = documents;
  }

  /** Returns the topics as of the last scan. */
  List<HubTopic> topics() {
    return known.topics();
  }

  /**
   * Compares all topics with what arrived since the last call.
   *
   * @return whether the settings or the set of topics changed
   */
  boolean scan(Instant now) {
    boolean changed = refresh();
    if (!known.topics().isEmpty()) {
      boolean complete = follow(now);
      while (!complete) {
        refresh();
        complete = follow(now);
      }
    }
    return changed;
  }

  private boolean refresh() {
    var current = store.hubTopics().all(known);
    var settings = documents.version();
    if (current.version() == known.version() && settings.equals(version)) {
      return false;
    }
    watches.clear();
    current.topics().forEach(topic -> watches.put(topic.id(), documents.watch(topic)));
    periods.keySet().retainAll(watches.keySet());
    if (current.version() != known.version()) {
      stored = store.hubTopics().scanned();
      read = Math.max(read, stored);
    }
    known = current;
    version = settings;
    return true;
  }

  /** Reads the log to its end. Returns false if the set of topics changed meanwhile. */
  private boolean follow(Instant now) {
    var ends = new HashMap<>(periodEnds(now));
    while (true) {
      var piece = store.arrivals().updatesAfter(read, BATCH_SIZE);
      var news = new HashMap<>(ends);
      if (piece.complete()) {
        piece.updates().forEach(update -> compare(update, news));
      } else {
        watches.forEach((topic, watch) -> missed(topic, watch, piece.sequence(), news));
      }
      if (!news.isEmpty() || piece.sequence() - stored > UNSTORED) {
        if (!store.hubTopics().mark(news, piece.sequence(), known.version())) {
          return false;
        }
        stored = piece.sequence();
        periods.putAll(ends);
        ends.clear();
      }
      read = piece.sequence();
      if (piece.updates().size() < BATCH_SIZE) {
        return true;
      }
    }
  }

  private void compare(LoggedArrivals.Of update, Map<Long, Long> news) {
    long place = LogPlace.after(update.number());
    watches.forEach(
        (topic, watch) -> {
          if (watch instanceof Watch.Arrivals(var test) && any(update.arrivals(), test)) {
            news.put(topic, place);
          }
        });
  }

  private static boolean any(List<Arrival> arrivals, Predicate<Arrival> test) {
    for (var arrival : arrivals) {
      if (test.test(arrival)) {
        return true;
      }
    }
    return false;
  }

  /** Has a topic looked at, because the log no longer contains all arrivals. */
  private static void missed(long topic, Watch watch, long sequence, Map<Long, Long> news) {
    if (watch instanceof Watch.Arrivals) {
      news.put(topic, LogPlace.after(sequence));
    }
  }

  /** Returns the topics whose last period ended since the last call, with its end. */
  private Map<Long, Long> periodEnds(Instant now) {
    var ends = new HashMap<Long, Long>();
    watches.forEach(
        (topic, watch) -> {
          if (watch instanceof Watch.Periods(var lastEnd)) {
            long end = lastEnd.applyAsLong(now);
            if (periods.getOrDefault(topic, Long.MIN_VALUE) < end) {
              ends.put(topic, end);
            }
          }
        });
    return ends;
  }
}
