package io.feedloom.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs outages of one Feedloom by turns, with pauses, and notes when each was under way. */
final class OutageTurns {
  private static final Duration STEP = Duration.ofMillis(200);

  /** Within this time after an outage requests may still fail. */
  static final Duration RECOVERY = Duration.ofSeconds(5);

  /** The same for searches: the index is opened again after a rest, or made anew. */
  static final Duration SEARCH_RECOVERY = Duration.ofSeconds(30);

  private final String name;
  private final List<Outage> outages;
  private final Random random;
  private final long begun = System.nanoTime();
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  /** The time of an outage, by {@link System#nanoTime()}. */
  record Span(Outage outage, long begin, long end) {
    Duration time() {
      return Duration.ofNanos(end - begin);
    }

    private boolean overlaps(long from, long to, Duration after) {
      return from <= end + after.toNanos() && to >= begin;
    }
  }

  /** When an answer was made, seen from the outages that may have made it fail. */
  enum Phase {
    OUTAGE,
    RECOVERY,
    NORMAL
  }

  OutageTurns(String name, List<Outage> outages, Random random) {
    this.name = name;
    this.outages = outages;
    this.random = random;
  }

  /** Runs all outages in random order, again and again, until {@link #stop}. */
  void run() throws Exception {
    var turn = new ArrayList<Outage>();
    while (!stopping) {
      if (turn.isEmpty()) {
        turn.addAll(outages);
        Collections.shuffle(turn, random);
      }
      long pause = random.nextLong(3_000, 20_000);
      var time = Duration.ofMillis(random.nextLong(1_000, 5_000 + random.nextLong(40_000)));
      if (wait(Duration.ofMillis(pause), () -> {})) {
        run(turn.removeLast(), time);
      }
    }
  }

  private void run(Outage outage, Duration time) throws Exception {
    long begin = System.nanoTime();
    outage.begin().run();
    if (!outage.isBrief()) {
      wait(time, outage.hold());
    }
    outage.end().run();
    var span = new Span(outage, begin, System.nanoTime());
    spans.add(span);
    System.out.printf(
        Locale.ROOT,
        "%6.1f min  %s: %s for %.1f s%n",
        minutes(begin),
        name,
        outage.name(),
        span.time().toMillis() / 1e3);
  }

  /** Returns false if it was broken off. */
  private boolean wait(Duration time, Outage.Step hold) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      if (stopping) {
        return false;
      }
      hold.run();
      Thread.sleep(STEP);
    }
    return true;
  }

  /** Ends the outage that is under way, and all. */
  void stop() {
    stopping = true;
  }

  /** Returns how many minutes after the begin a time was. */
  double minutes(long at) {
    return (at - begun) / 60e9;
  }

  /** Returns all outages so far. */
  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Returns in which phase an answer was made. */
  Phase phase(RandomReaders.Noted answer) {
    if (isWithin(answer, Duration.ZERO)) {
      return Phase.OUTAGE;
    }
    return isWithin(answer, answer.isSearch() ? SEARCH_RECOVERY : RECOVERY)
        ? Phase.RECOVERY
        : Phase.NORMAL;
  }

  private boolean isWithin(RandomReaders.Noted answer, Duration after) {
    return spans.stream()
        .filter(span -> answer.isSearch() || span.outage().stopsAll())
        .anyMatch(span -> span.overlaps(answer.begin(), answer.end(), after));
  }
}
