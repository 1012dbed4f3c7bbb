package io.feedloom.refresh;

import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what arrives into the index of texts soon after. It works half of the time at most, so that
 * polls are not held up; a search that comes earlier does the rest.
 */
public final class TextFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TextFollower.class);
  private static final Duration WORK = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofMillis(500);

  private final Store store;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "texts");
  private boolean failing;

  public TextFollower(Store store) {
    this.store = store;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!end.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try {
      store.followTexts(WORK);
      failing = false;
    } catch (StoreException e) {
      if (!failing) {
        log.warn("New entries cannot be searched for now: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException e) {
      log.error("Following texts failed by a bug of ours", e);
    }
  }

  /** Waits for the work under way. */
  @Override
  public void close() {
    end.countDown();
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
