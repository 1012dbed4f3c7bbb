package io.feedloom.refresh;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.time.Duration;

/**
 * Adds arrivals to the index of texts soon after they are stored. It works at most half of the
 * time, so that polls are not held up; a search that comes earlier does the rest. Where the index
 * failed, this opens it again.
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

  /** Waits for the work under way. */
  @Override
  public void close() {
    loop.close();
  }
}
