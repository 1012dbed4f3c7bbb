package io.feedloom.cli;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.api.StoreException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps the heap small. The serial collector cleans the old generation only when the heap has
 * reached its maximum size. So the process would grow to that size during the first polls of many
 * feeds, and would not shrink again. This loop runs a full collection when the old generation has
 * grown much since the last one. It also runs one when the old generation has grown a little and
 * then stayed the same for a while.
 */
final class HeapTrim implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Pauses without growth after which the program counts as idle. */
  private static final int CALM_PAUSES = 8;

  /** The growth in bytes after which an idle program runs a collection. */
  private static final long SOME = 6 << 20;

  /**
   * The growth in bytes after which a busy program runs a collection. A quarter of the bytes that
   * were in use after the last collection is added.
   */
  private static final long GROWTH_BYTES = 44 << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private final Loop loop;
  private long afterLast;
  private long seen;
  private int calm;

  HeapTrim(Health health) {
    this(oldGeneration(), System::gc, health);
  }

  /**
   * @param used returns the bytes of the old generation that are in use, garbage included
   * @param collect runs a full collection
   */
  HeapTrim(LongSupplier used, Runnable collect, Health health) {
    this.used = used;
    this.collect = collect;
    this.loop = new Loop("heap", health, StoreException.class, this::step);
  }

  /** Returns the old generation of the serial collector. With other collectors nothing is done. */
  private static LongSupplier oldGeneration() {
    Optional<MemoryPoolMXBean> pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP && p.getName().equals("Tenured Gen"))
            .findFirst();
    return () -> pool.map(p -> p.getUsage().getUsed()).orElse(0L);
  }

  void start() {
    loop.start();
  }

  /** Runs a collection if it is worthwhile. Returns how long to pause. */
  Duration step() {
    long now = used.getAsLong();
    calm = now == seen ? calm + 1 : 0;
    boolean idle = calm >= CALM_PAUSES && now - afterLast >= SOME;
    if (idle || now - afterLast >= GROWTH_BYTES + afterLast / 4) {
      collect.run();
      now = used.getAsLong();
      afterLast = now;
      calm = 0;
    }
    seen = now;
    return PAUSE;
  }

  @Override
  public void close() {
    loop.end();
  }
}
