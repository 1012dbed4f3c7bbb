package io.feedloom.refresh;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Limits the number of simultaneous requests to each host, and sets the least time between them. A
 * request that must wait is in the queue of its host, and does not delay requests to other hosts.
 * If the queue is too long, a request is refused, with the time after which to try again.
 */
final class Hosts {
  /** The estimated duration of a request to a host, until one has ended. */
  private static final long FIRST_GUESS = Duration.ofMillis(200).toNanos();

  /** One part in this many of the estimated duration comes from the newest request. */
  private static final int SMOOTHING = 8;

  /** The number of waiting requests from which on a queue is not nearly empty. */
  private static final int NEARLY_EMPTY = 2;

  private final Map<String, Line> lines = new HashMap<>();
  private final long patience;
  private final LongSupplier nanos;
  private final Timer timer;

  /** Runs tasks later. */
  @FunctionalInterface
  interface Timer {
    void after(Duration time, Runnable task);
  }

  /**
   * The permission to send one request to a host. The caller must give it back with {@link #leave}.
   */
  static final class Place {
    private final Line line;
    private long begun;

    private Place(Line line) {
      this.line = line;
    }
  }

  /** A request that waits. */
  private record Waiting(Place place, Runnable start) {}

  private static final class Line {
    private final String name;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private Site site;
    private int underWay;
    private long lasting = FIRST_GUESS;

    /** The time at which the next request may start, as {@link System#nanoTime()}. */
    private long next;

    /**
     * The time at which a request that is refused now could start, as {@link System#nanoTime()}.
     */
    private long horizon;

    /** The same for requests that may wait longer. */
    private long laterHorizon;

    private boolean timed;

    Line(Site site, long now) {
      this.name = site.line();
      this.site = site;
      this.next = now;
      this.horizon = now;
      this.laterHorizon = now;
    }

    /**
     * Returns the time from the start of one request to the start of the next while requests wait,
     * in nanoseconds.
     */
    long pace() {
      return Math.max(site.spacing().toNanos(), lasting / site.most());
    }

    boolean hasRoom() {
      return underWay < site.most();
    }
  }

  /**
   * @param patience requests that would wait longer are refused
   * @param nanos as {@link System#nanoTime()}
   */
  Hosts(Duration patience, LongSupplier nanos, Timer timer) {
    this.patience = patience.toNanos();
    this.nanos = nanos;
    this.timer = timer;
  }

  /**
   * Starts a request: at once if the limits of the host allow it, or else later, in the order of
   * the queue.
   *
   * @return how long to wait before the next try if the queue is too long; then the request is
   *     never started
   */
  Optional<Duration> enter(Site site, Consumer<Place> start) {
    Line line;
    synchronized (lines) {
      long now = nanos.getAsLong();
      line = lines.computeIfAbsent(site.line(), _ -> new Line(site, now));
      line.site = site;
      if (!line.waiting.isEmpty() && line.waiting.size() * line.pace() >= patience) {
        var turn = Math.max(line.horizon, now + line.waiting.size() * line.pace());
        line.horizon = turn + line.pace();
        return Optional.of(Duration.ofNanos(turn - now));
      }
      var place = new Place(line);
      line.waiting.add(new Waiting(place, () -> start.accept(place)));
    }
    advance(line);
    return Optional.empty();
  }

  /**
   * Starts a request as {@link #enter} does, but only if the queue is nearly empty. So requests
   * that may wait never make a long queue for the others.
   *
   * @return how long to wait before the next try if the queue is not nearly empty
   */
  Optional<Duration> enterIfFree(Site site, Consumer<Place> start) {
    synchronized (lines) {
      var line = lines.get(site.line());
      if (line != null && line.waiting.size() >= NEARLY_EMPTY) {
        long now = nanos.getAsLong();
        long turn = Math.max(line.laterHorizon, now + line.waiting.size() * line.pace());
        line.laterHorizon = turn + line.pace();
        return Optional.of(Duration.ofNanos(turn - now));
      }
    }
    return enter(site, start);
  }

  /** Ends a request, so that the next one in the queue can start. */
  void leave(Place place) {
    synchronized (lines) {
      var line = place.line;
      if (line.underWay == 0) {
        throw new IllegalStateException("left before entered: " + line.name);
      }
      line.underWay--;
      line.lasting += (nanos.getAsLong() - place.begun - line.lasting) / SMOOTHING;
    }
    advance(place.line);
  }

  private void advance(Line line) {
    var next = next(line);
    while (next.isPresent()) {
      next.get().start().run();
      next = next(line);
    }
  }

  /**
   * Returns the request that may start now. If the next request only has to wait for the spacing,
   * the queue is checked again at that time.
   */
  private Optional<Waiting> next(Line line) {
    synchronized (lines) {
      long now = nanos.getAsLong();
      if (line.underWay == 0 && line.waiting.isEmpty() && line.next - now <= 0) {
        lines.remove(line.name, line);
        return Optional.empty();
      }
      if (line.next - now > 0) {
        wake(line, line.next - now);
        return Optional.empty();
      }
      if (line.waiting.isEmpty() || !line.hasRoom()) {
        return Optional.empty();
      }
      var first = line.waiting.remove();
      line.underWay++;
      line.next = now + line.site.spacing().toNanos();
      first.place().begun = now;
      return Optional.of(first);
    }
  }

  private void wake(Line line, long time) {
    if (!line.timed) {
      line.timed = true;
      timer.after(
          Duration.ofNanos(time),
          () -> {
            synchronized (lines) {
              line.timed = false;
            }
            advance(line);
          });
    }
  }

  /**
   * Returns the number of queues. A queue is removed when no request runs and its spacing is over.
   */
  int size() {
    synchronized (lines) {
      return lines.size();
    }
  }
}
