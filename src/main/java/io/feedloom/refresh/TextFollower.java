package io.feedloom.refresh;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.time.Duration;

/**
 * Adds arrivals to the text index soon after they are stored. Works at most half of the time, so
 * that it does not slow down polls; a search adds what is still missing. Opens the index again
 * after a failure.
 */
public final class TextFollower implements AutoCloseable {
  private static final Duration WORK = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofMillis(500);

  private final Store store;
  private final Loop loop;

  public TextFollower(Store store, Health health) {
    this.store = store;
    this.loop = new Loop("search", health, StoreException.class, this::follow);
  }

  public void start() {
    loop.start();
  }

  private Duration follow() {
    store.texts().follow(WORK);
    return REST;
  }

  /** Waits for the running work. */
  @Override
  public void close() {
    loop.close();
  }
}
