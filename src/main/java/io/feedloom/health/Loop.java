package io.feedloom.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that is repeated on a thread of its own, with a rest after each. Nothing that the step
 * throws ends the loop: an expected exception puts its part out of order until a step succeeds, any
 * other is recorded as a bug. After a failure the rests grow.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private static final Duration FIRST_REST_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 2;
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(4);

  private final Part part;
  private final Health health;
  private final Class<? extends RuntimeException> expected;
  private final Step step;
  private final Semaphore bell = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private int failures;
  private volatile boolean closed;

  /** What a loop repeats. */
  public interface Step {
    /** Does some work and returns how long to rest after it. */
    Duration run() throws InterruptedException;
  }

  /**
   * @param name of the part and the thread
   * @param expected what the step throws when something outside of the program fails; the message
   *     is in words for the admin
   */
  public Loop(String name, Health health, Class<? extends RuntimeException> expected, Step step) {
    this.part = health.part(name);
    this.health = health;
    this.expected = expected;
    this.step = step;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Begins with a step at once. */
  public void start() {
    thread.start();
  }

  /** Ends the rest under way, or the next one. */
  public void wake() {
    bell.release();
  }

  /** Returns whether the loop was told to end. */
  public boolean isClosed() {
    return closed;
  }

  private void run() {
    while (!closed) {
      try {
        once();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private void once() throws InterruptedException {
    try {
      var rest = step.run();
      part.works();
      failures = 0;
      restUntilWoken(rest);
    } catch (RuntimeException | Error fault) {
      if (!closed) {
        reportSafely(fault);
      }
      restAfterFailure();
    }
  }

  /** A report that fails must not end the loop either. */
  private void reportSafely(Throwable fault) {
    try {
      report(fault);
    } catch (RuntimeException | Error e) {
      fault.addSuppressed(e);
      log.error("The loop {} failed and could not report it", part.name(), fault);
    }
  }

  private void report(Throwable fault) {
    if (expected.isInstance(fault)) {
      part.failed(String.valueOf(fault.getMessage()));
    } else {
      part.failed("a bug; see the log");
      health.uncaught(part.name(), fault);
    }
  }

  private void restUntilWoken(Duration time) throws InterruptedException {
    if (!closed && bell.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }

  /** Whoever wakes a loop that fails would only make it fail more often. */
  private void restAfterFailure() throws InterruptedException {
    int doublings = Math.min(failures++, MOST_DOUBLINGS);
    ended.await(FIRST_REST_AFTER_FAILURE.toMillis() << doublings, TimeUnit.MILLISECONDS);
  }

  /** Waits some seconds for the step under way; returns whether it ended. */
  public boolean end() {
    closed = true;
    ended.countDown();
    bell.release();
    try {
      return !thread.isAlive() || thread.join(PATIENCE_AT_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    end();
  }
}
