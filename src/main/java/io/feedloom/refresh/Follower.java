package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Reads the arrivals that other processes stored in the same database. */
public final class Follower implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** The least time between two announcements of this process. */
  private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofMillis(100);

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final int MAX_UPDATES = 1_000;

  private final Store store;
  private final Consumer<List<Arrival>> arrivals;
  private final Runnable missed;
  private final Loop loop;
  private final Loop announcements;
  private final AtomicBoolean stored = new AtomicBoolean();
  private long sequence;

  /**
   * @param arrivals receives the arrivals of other processes
   * @param missed is called if the log no longer contains all arrivals since the last call
   */
  public Follower(Store store, Consumer<List<Arrival>> arrivals, Runnable missed, Health health) {
    this.store = store;
    this.arrivals = arrivals;
    this.missed = missed;
    this.sequence = store.arrivals().end();
    this.loop = new Loop("other processes", health, StoreException.class, this::look);
    this.announcements =
        new Loop("announcements", health, StoreException.class, this::announceStored);
  }

  public void start() {
    loop.start();
    announcements.start();
  }

  /** Looks at once, because another process announced arrivals. */
  public void wake() {
    loop.wake();
  }

  /** Announces to other processes that this one stored arrivals. Returns at once. */
  public void announce() {
    if (!stored.getAndSet(true)) {
      announcements.wake();
    }
  }

  private Duration announceStored() throws InterruptedException {
    if (stored.getAndSet(false)) {
      store.arrivals().announce();
      Thread.sleep(BETWEEN_ANNOUNCEMENTS);
      if (stored.get()) {
        return Duration.ZERO;
      }
    }
    return UNTIL_WOKEN;
  }

  private Duration look() {
    LoggedArrivals news = store.arrivals().ofOthersAfter(sequence, MAX_UPDATES);
    sequence = news.sequence();
    boolean delivered = false;
    try {
      if (!news.arrivals().isEmpty()) {
        arrivals.accept(news.arrivals());
      }
      delivered = news.complete();
    } finally {
      if (!delivered) {
        missed.run();
      }
    }
    return BETWEEN_LOOKS;
  }

  @Override
  public void close() {
    announcements.close();
    loop.close();
  }
}
