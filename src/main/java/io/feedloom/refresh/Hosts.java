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
 * Keeps the requests to each host within a number at once, and apart in time. A request that must
 * wait is in the host's own line and holds nothing that polls of other hosts need; a line that
 * would take too long sends newcomers away until about their turn.
 */
final class Hosts {
  /** How long a request is taken to last where none has ended yet. */
  private static final long FIRST_GUESS = Duration.ofMillis(200).toNanos();

  /** The share of the newest request in the estimate of how long the next ones last. */
  private static final int SMOOTHING = 8;

  private final Map<String, Line> lines = new HashMap<>();
  private final long patience;
  private final LongSupplier nanos;
  private final Timer timer;

  /** Runs something after a while. */
  @FunctionalInterface
  interface Timer {
    void after(Duration time, Runnable task);
  }

  /** A place at a host, to be given back with {@link #leave}. */
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

    /** When the next request may begin. */
    private long next;

    /** When whoever is sent away now would have its turn. */
    private long horizon;

    private boolean timed;

    Line(Site site, long now) {
      this.name = site.line();
      this.site = site;
      this.next = now;
      this.horizon = now;
    }

    /** From the beginning of one request to that of the next, while some wait. */
    long pace() {
      return Math.max(site.spacing().toNanos(), lasting / site.most());
    }

    boolean hasRoom() {
      return underWay < site.most();
    }
  }

  /**
   * @param patience whoever would wait longer is sent away
   * @param nanos a clock that only goes forward
   */
  Hosts(Duration patience, LongSupplier nanos, Timer timer) {
    this.patience = patience.toNanos();
    this.nanos = nanos;
    this.timer = timer;
  }

  /**
   * Hands a place to the start: at once if the host has room and its spacing allows, else when its
   * turn has come.
   *
   * @return how long to stay away where the line is too long; the start is never run then
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

  /** Gives the place to the next in the line. */
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
   * Returns the request that may begin now. If it only has to wait for the spacing, the line
   * advances again at that time.
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

  /** Returns how many lines there are: none if no request runs and no spacing is left. */
  int size() {
    synchronized (lines) {
      return lines.size();
    }
  }
}
