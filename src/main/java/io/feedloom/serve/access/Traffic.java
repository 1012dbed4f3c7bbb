package io.feedloom.serve.access;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Counts answers and arrivals since the start, at almost no cost. */
public final class Traffic {
  private final Answers open = new Answers();
  private final Answers keyed = new Answers();
  private final LongAdder failedReloads = new LongAdder();

  /**
   * The counts for one kind of reader. Readers without a key must not learn about those with one.
   */
  private record Answers(
      LongAdder memoryWhole,
      LongAdder memoryUnchanged,
      ConcurrentMap<Integer, LongAdder> byStatus,
      LongAdder arrivals) {
    Answers() {
      this(new LongAdder(), new LongAdder(), new ConcurrentHashMap<>(), new LongAdder());
    }
  }

  /** Counts a reload that ended in an unexpected exception. */
  public void reloadFailed() {
    failedReloads.increment();
  }

  public long failedReloads() {
    return failedReloads.sum();
  }

  /**
   * Counts an answer from the page cache, before all routes.
   *
   * @param isOpen whether everyone may see the page
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
   * @param visible the number of those that everyone may see
   */
  public void arrived(long entries, long visible) {
    open.arrivals().add(visible);
    keyed.arrivals().add(entries - visible);
  }

  /** Returns the number of documents sent from the page cache that this client may know of. */
  public long memoryWhole(Access access) {
    return sum(access, Answers::memoryWhole);
  }

  /** Returns the number of answers 304 from the page cache that this client may know of. */
  public long memoryUnchanged(Access access) {
    return sum(access, Answers::memoryUnchanged);
  }

  /** Returns the number of arrivals that this client may know of. */
  public long arrivals(Access access) {
    return sum(access, Answers::arrivals);
  }

  private long sum(Access access, Function<Answers, LongAdder> count) {
    return count.apply(open).sum() + (access.keyed() ? count.apply(keyed).sum() : 0);
  }

  /** Returns the number of answers of routes by status, as far as this client may know of them. */
  public Map<Integer, Long> byStatus(Access access) {
    var sums = new TreeMap<Integer, Long>();
    open.byStatus().forEach((status, count) -> sums.merge(status, count.sum(), Long::sum));
    if (access.keyed()) {
      keyed.byStatus().forEach((status, count) -> sums.merge(status, count.sum(), Long::sum));
    }
    return sums;
  }
}
