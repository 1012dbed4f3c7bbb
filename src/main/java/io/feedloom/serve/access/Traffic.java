package io.feedloom.serve.access;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Counts what was answered and what arrived since the start. Counting costs next to nothing. */
public final class Traffic {
  private final Answers open = new Answers();
  private final Answers keyed = new Answers();
  private final LongAdder failedReloads = new LongAdder();

  /** What concerns one kind of readers: those without a key must not count those with one. */
  private record Answers(
      LongAdder memoryWhole,
      LongAdder memoryUnchanged,
      ConcurrentMap<Integer, LongAdder> byStatus,
      LongAdder arrivals) {
    Answers() {
      this(new LongAdder(), new LongAdder(), new ConcurrentHashMap<>(), new LongAdder());
    }
  }

  /** Counts a reload that ended in an exception that nobody expected. */
  public void reloadFailed() {
    failedReloads.increment();
  }

  public long failedReloads() {
    return failedReloads.sum();
  }

  /**
   * Counts an answer from memory, ahead of all routes.
   *
   * @param isOpen whether the page shows no more than everyone may see
   */
  public void fromMemory(boolean unchanged, boolean isOpen) {
    var answers = isOpen ? open : keyed;
    (unchanged ? answers.memoryUnchanged() : answers.memoryWhole()).increment();
  }

  /** Counts an answer of a route. */
  public void fromRoute(int status, Access access) {
    (access.keyed() ? keyed : open)
        .byStatus()
        .computeIfAbsent(status, _ -> new LongAdder())
        .increment();
  }

  /**
   * Counts arrivals.
   *
   * @param visible of them, those that everybody may see
   */
  public void arrived(long entries, long visible) {
    open.arrivals().add(visible);
    keyed.arrivals().add(entries - visible);
  }

  /** Returns the documents that were sent from memory, as far as they show to who asks. */
  public long memoryWhole(Access access) {
    return sum(access, Answers::memoryWhole);
  }

  /** Returns the answers from memory that nothing changed, as far as they show to who asks. */
  public long memoryUnchanged(Access access) {
    return sum(access, Answers::memoryUnchanged);
  }

  /** Returns how many entries arrived, as far as they show to who asks. */
  public long arrivals(Access access) {
    return sum(access, Answers::arrivals);
  }

  private long sum(Access access, Function<Answers, LongAdder> count) {
    return count.apply(open).sum() + (access.keyed() ? count.apply(keyed).sum() : 0);
  }

  /** Returns the answers of routes by status, as far as they show to who asks. */
  public Map<Integer, Long> byStatus(Access access) {
    var sums = new TreeMap<Integer, Long>();
    open.byStatus().forEach((status, count) -> sums.merge(status, count.sum(), Long::sum));
    if (access.keyed()) {
      keyed.byStatus().forEach((status, count) -> sums.merge(status, count.sum(), Long::sum));
    }
    return sums;
  }
}
