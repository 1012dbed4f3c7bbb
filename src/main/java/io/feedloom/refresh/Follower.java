package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Reads the arrivals that other processes stored in the same database. */
public final class Follower implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int MAX_UPDATES = 1_000;

  private final Store store;
  private final Consumer<List<Arrival>> arrivals;
  private final Runnable missed;
  private final Loop loop;
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
  }

  public void start() {
    loop.start();
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
    loop.close();
  }
}
