package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.store.Arrivals;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from the store what other processes on the same database stored. */
public final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int MOST_UPDATES = 1_000;

  private final Store store;
  private final Consumer<List<Arrival>> arrivals;
  private final Runnable missed;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("follower").factory());
  private long sequence;

  /**
   * @param arrivals told of what others stored
   * @param missed called when so much was stored that it cannot be told any more
   */
  public Follower(Store store, Consumer<List<Arrival>> arrivals, Runnable missed) {
    this.store = store;
    this.arrivals = arrivals;
    this.missed = missed;
    this.sequence = store.changeSequence();
  }

  public void start() {
    long millis = BETWEEN_LOOKS.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Arrivals news = store.arrivalsAfter(sequence, MOST_UPDATES);
      sequence = news.sequence();
      if (!news.complete()) {
        missed.run();
      }
      if (!news.arrivals().isEmpty()) {
        arrivals.accept(news.arrivals());
      }
    } catch (StoreException e) {
      log.warn("What other processes stored cannot be read now: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Following other processes failed by a bug of ours", e);
      missed.run();
    }
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
