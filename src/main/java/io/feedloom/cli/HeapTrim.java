package io.feedloom.cli;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.api.StoreException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives heap back to the system when little happens. The serial collector shrinks the heap in full
 * collections alone, and runs one only when the heap is full. So after the first polls of many
 * feeds the process would keep all of it.
 */
final class HeapTrim implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(20);

  /** Collections in a pause by which much happens. */
  private static final int MUCH = 2;

  /** Collections since the last trim from which on another one is worthwhile. */
  private static final int WORTHWHILE = 10;

  private final LongSupplier collections;
  private final Runnable collect;
  private final Loop loop;
  private long seen;
  private long trimmed;

  HeapTrim(Health health) {
    this(HeapTrim::allCollections, System::gc, health);
  }

  /**
   * @param collections returns how many collections there were since the start
   * @param collect runs a full collection
   */
  HeapTrim(LongSupplier collections, Runnable collect, Health health) {
    this.collections = collections;
    this.collect = collect;
    this.loop = new Loop("heap", health, StoreException.class, this::step);
  }

  private static long allCollections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  void start() {
    loop.start();
  }

  /** Trims the heap if that is worthwhile and disturbs nobody, and returns how long to rest. */
  Duration step() {
    long now = collections.getAsLong();
    if (now - seen < MUCH && now - trimmed >= WORTHWHILE) {
      collect.run();
      now = collections.getAsLong();
      trimmed = now;
    }
    seen = now;
    return PAUSE;
  }

  @Override
  public void close() {
    loop.end();
  }
}
