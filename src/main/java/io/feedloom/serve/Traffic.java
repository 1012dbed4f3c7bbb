package io.feedloom.serve;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was answered and what arrived since the start. Counting costs next to nothing. */
final class Traffic {
  private final LongAdder memoryWhole = new LongAdder();
  private final LongAdder memoryUnchanged = new LongAdder();
  private final LongAdder failedReloads = new LongAdder();
  private final LongAdder openArrivals = new LongAdder();
  private final LongAdder keyedArrivals = new LongAdder();
  private final ConcurrentMap<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

  /** Counts a reload that ended in an exception that nobody expected. */
  void reloadFailed() {
    failedReloads.increment();
  }

  long failedReloads() {
    return failedReloads.sum();
  }

  /** An answer from memory, ahead of all routes. */
  void fromMemory(boolean unchanged) {
    (unchanged ? memoryUnchanged : memoryWhole).increment();
  }

  /** An answer of a route. */
  void fromRoute(int status) {
    byStatus.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  /**
   * @param open of them, those that everybody may see
   */
  void arrived(long entries, long open) {
    openArrivals.add(open);
    keyedArrivals.add(entries - open);
  }

  long memoryWhole() {
    return memoryWhole.sum();
  }

  long memoryUnchanged() {
    return memoryUnchanged.sum();
  }

  /** What arrived, as far as it shows to who asks. */
  long arrivals(Access access) {
    return openArrivals.sum() + (access.keyed() ? keyedArrivals.sum() : 0);
  }

  /** Answers of routes by status. */
  Map<Integer, Long> byStatus() {
    var sums = new TreeMap<Integer, Long>();
    byStatus.forEach((status, count) -> sums.put(status, count.sum()));
    return sums;
  }
}
