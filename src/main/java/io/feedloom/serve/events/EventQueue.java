package io.feedloom.serve.events;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Selection;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Catalog;
import io.feedloom.store.LoggedArrivals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one listener. It holds references to arrivals and no text, and no more than a few
 * hundred: whoever falls further behind is told to ask anew. Safe for use by many threads.
 */
final class EventQueue {
  /** Arrivals that wait at most. */
  static final int MOST = 256;

  private final Selection selection;
  private final Catalog catalog;
  private final Match match;
  private final long since;
  private final Deque<News> waiting = new ArrayDeque<>();
  private int arrivals;

  /** What a listener is told. */
  sealed interface News {
    /** The arrivals of an update that concern the listener, and the update's place in the log. */
    record Arrived(long place, List<Arrival> arrivals) implements News {}

    /** More happened than can be told. */
    record Reload() implements News {}

    /** The stream ends. */
    record End() implements News {}
  }

  /**
   * @param catalog in force when the listener began
   * @param since where the log ended when the listener began
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

  /** Adds news. If they do not fit, all that waits is forgotten but the end. */
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

  /** Adds what concerns the listener of an update. */
  void add(LoggedArrivals.Of update) {
    var mine = concerning(update);
    if (!mine.isEmpty()) {
      add(new News.Arrived(update.number(), mine));
    }
  }

  List<Arrival> concerning(LoggedArrivals.Of update) {
    return update.arrivals().stream().filter(match::test).toList();
  }

  /** Returns the next news, or null if there are none within this time. */
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
