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
  static final int MAX_ARRIVALS = 256;

  private final Selection selection;
  private final Catalog catalog;
  private final Match match;
  private final long since;
  private final Deque<QueuedEvent> waiting = new ArrayDeque<>();
  private int arrivals;

  /** An event for a listener. */
  sealed interface QueuedEvent {
    /**
     * The arrivals of an update that match the listener's selection, and the position of the update
     * in the log.
     */
    record Arrived(long place, List<Arrival> arrivals) implements QueuedEvent {}

    /** More happened than the queue can hold. */
    record Reload() implements QueuedEvent {}

    /** The stream ends. */
    record End() implements QueuedEvent {}
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
  synchronized void add(QueuedEvent event) {
    int more = event instanceof QueuedEvent.Arrived arrived ? arrived.arrivals().size() : 0;
    if (waiting.size() < MAX_ARRIVALS && arrivals + more <= MAX_ARRIVALS) {
      waiting.add(event);
      arrivals += more;
    } else {
      boolean ends = event instanceof QueuedEvent.End || waiting.contains(new QueuedEvent.End());
      waiting.clear();
      arrivals = 0;
      waiting.add(ends ? new QueuedEvent.End() : new QueuedEvent.Reload());
    }
    notifyAll();
  }

  /** Adds the arrivals of an update that match the listener's selection. */
  void add(LoggedArrivals.Of update) {
    var mine = matching(update);
    if (!mine.isEmpty()) {
      add(new QueuedEvent.Arrived(update.number(), mine));
    }
  }

  List<Arrival> matching(LoggedArrivals.Of update) {
    return update.arrivals().stream().filter(match::test).toList();
  }

  /** Waits for the next event and returns it; null if none comes within this time. */
  synchronized @Nullable QueuedEvent next(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toNanos(); waiting.isEmpty() && left > 0; ) {
      wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      left = end - System.nanoTime();
    }
    var next = waiting.poll();
    arrivals -= next instanceof QueuedEvent.Arrived arrived ? arrived.arrivals().size() : 0;
    return next;
  }
}
