package io.feedloom.serve.events;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Selection;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Catalog;
import io.feedloom.store.api.LoggedArrivals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for one listener. It contains references to arrivals, not texts, and at most
 * a few hundred. A listener that is too slow is asked to reload. Thread-safe.
 */
final class EventQueue {
  /** The number of arrivals that can wait. */
  static final int MOST = 256;

  private final Selection selection;
  private final Catalog catalog;
  private final Match match;
  private final long since;
  private final Deque<News> waiting = new ArrayDeque<>();
  private int arrivals;

  /** An event for a listener. */
  sealed interface News {
    /**
     * The arrivals of an update that match the listener's selection, and the position of the update
     * in the log.
     */
    record Arrived(long place, List<Arrival> arrivals) implements News {}

    /** More happened than the queue can hold. */
    record Reload() implements News {}

    /** The stream ends. */
    record End() implements News {}
  }

  /**
   * @param catalog in force when the listener connected
   * @param since the end of the log when the listener connected
   */
  EventQueue(Selection selection, Catalog catalog, long since) {
    this.selection = selection.firstPage().limit(1);
    this.catalog = catalog;
    this.match = Match.of(selection, catalog.groups().values());
    this.since = since;
  }

  Selection selection() {
    return selection;
  }

  Catalog catalog() {
    return catalog;
  }

  long since() {
    return since;
  }

  /**
   * Adds an event. If the queue is full, one {@code Reload} replaces all events; if the stream
   * ends, one {@code End} does.
   */
  synchronized void add(News news) {
    int more = news instanceof News.Arrived arrived ? arrived.arrivals().size() : 0;
    if (waiting.size() < MOST && arrivals + more <= MOST) {
      waiting.add(news);
      arrivals += more;
    } else {
      boolean ends = news instanceof News.End || waiting.contains(new News.End());
      waiting.clear();
      arrivals = 0;
      waiting.add(ends ? new News.End() : new News.Reload());
    }
    notifyAll();
  }

  /** Adds the arrivals of an update that match the listener's selection. */
  void add(LoggedArrivals.Of update) {
    var mine = concerning(update);
    if (!mine.isEmpty()) {
      add(new News.Arrived(update.number(), mine));
    }
  }

  List<Arrival> concerning(LoggedArrivals.Of update) {
    return update.arrivals().stream().filter(match::test).toList();
  }

  /** Waits for the next event and returns it; null if none comes within this time. */
  synchronized @Nullable News next(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); waiting.isEmpty() && left > 0; ) {
      wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      left = end - System.nanoTime();
    }
    var next = waiting.poll();
    arrivals -= next instanceof News.Arrived arrived ? arrived.arrivals().size() : 0;
    return next;
  }
}
