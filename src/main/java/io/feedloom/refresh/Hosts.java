package io.feedloom.refresh;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Keeps the requests under way to each host within a number. Who must wait stands in the host's own
 * queue and holds nothing that polls of other hosts need.
 */
final class Hosts {
  private static final class Line {
    private int underWay;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
  }

  private final Map<String, Line> lines = new HashMap<>();

  /** Runs the start at once if the host has room, else when {@link #leave} has made some. */
  void enter(String host, int most, Runnable start) {
    synchronized (lines) {
      var line = lines.computeIfAbsent(host, _ -> new Line());
      if (line.underWay >= most) {
        line.waiting.add(start);
        return;
      }
      line.underWay++;
    }
    start.run();
  }

  /** Gives the place at the host to the next in its queue. */
  void leave(String host) {
    Runnable next;
    synchronized (lines) {
      var line = lines.get(host);
      if (line == null) {
        throw new IllegalStateException("left before entered: " + host);
      }
      next = line.waiting.poll();
      if (next == null && --line.underWay == 0) {
        lines.remove(host);
      }
    }
    if (next != null) {
      next.run();
    }
  }
}
