package io.feedloom.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;

/**
 * The end of one exchange, whatever it is doing then: when the time is over, the connection in use
 * is torn down under the thread that reads from it. A read timeout could not do that: a server that
 * sends a byte now and then never runs into one.
 */
final class Deadline implements AutoCloseable {
  private final long end;
  private final ScheduledFuture<?> alarm;
  private final AtomicReference<Optional<ModalCloseable>> inUse =
      new AtomicReference<>(Optional.empty());
  private volatile boolean over;

  /** Begins to run at once. */
  Deadline(Duration allowed, ScheduledExecutorService timer) {
    end = System.nanoTime() + allowed.toNanos();
    alarm = timer.schedule(this::ring, allowed.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ring() {
    over = true;
    inUse.get().ifPresent(connection -> connection.close(CloseMode.IMMEDIATE));
  }

  /** Names the connection to tear down; at once, if the time is over already. */
  void watch(ModalCloseable connection) {
    inUse.set(Optional.of(connection));
    if (over) {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  /** There is nothing to tear down any more. */
  void release() {
    inUse.set(Optional.empty());
  }

  boolean over() {
    return over;
  }

  /** The time that is left; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
