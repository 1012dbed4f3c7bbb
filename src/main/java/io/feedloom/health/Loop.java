package io.feedloom.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a step on its own thread, with a pause after each run. No exception of the step ends the
 * loop. After an expected exception, the loop's part counts as failed until a step succeeds. Any
 * other exception is recorded as a bug. The pauses become longer while the step fails.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private static final Duration FIRST_REST_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 2;
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(4);

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Part part;
  private final Health health;
  private final Class<? extends RuntimeException> expected;
  private final Step step;
  private final Semaphore bell = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private int failures;
  private volatile boolean closed;
  private volatile boolean paused;

  /** The step that a loop repeats. */
  public interface Step {
    /** Does some work and returns how long to pause after it. */
    Duration run() throws InterruptedException;
  }

  /**
   * @param name the name of the part and the thread
   * @param expected the exception of the step when something outside the program fails; its message
   *     is for the admin
   */
  public Loop(String name, Health health, Class<? extends RuntimeException> expected, Step step) {
    this.part = health.part(name);
    this.health = health;
    this.expected = expected;
    this.step = step;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /**
   * Returns the pause until something is due.
   *
   * @param wait until it is due; can be negative
   */
  public static Duration rest(Duration wait, Duration least, Duration most) {
    return wait.compareTo(most) > 0 ? most : wait.compareTo(least) > 0 ? wait : least;
  }

  /** Starts the first step at once. */
  public void start() {
    thread.start();
  }

  /** Ends the present pause, or the next one. */
  public void wake() {
    bell.release();
  }

  /** Stops to run the step after the running one, or runs it again. */
  public void pause(boolean pauses) {
    paused = pauses;
    wake();
  }

  /** Returns whether the loop is paused. */
  public boolean isPaused() {
    return paused;
  }

  /** Returns whether the loop is ending or has ended. */
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
      var rest = paused ? PAUSE : step.run();
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

  /** Reports an exception. A failure of the report must not end the loop either. */
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

  /**
   * Pauses after a failure. {@link #wake} does not shorten this pause, because the step would only
   * fail more often.
   */
  private void restAfterFailure() throws InterruptedException {
    int doublings = Math.min(failures++, MAX_DOUBLINGS);
    ended.await(FIRST_REST_AFTER_FAILURE.toMillis() << doublings, TimeUnit.MILLISECONDS);
  }

  /** Ends the loop and waits some seconds for its last step. Returns whether that ended. */
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
