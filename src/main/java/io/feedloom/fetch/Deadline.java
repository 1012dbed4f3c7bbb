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
 * The time limit of one exchange. At its end, the connection is closed, even while a thread reads
 * from it. A read timeout is not enough, because a server that sends a byte now and then never
 * exceeds it.
 */
final class Deadline implements AutoCloseable {
  private final long end;
  private final ScheduledFuture<?> alarm;
  private final AtomicReference<Optional<ModalCloseable>> inUse =
      new AtomicReference<>(Optional.empty());
  private volatile boolean expired;

  /** Starts the timer. */
  Deadline(Duration allowed, ScheduledExecutorService timer) {
    end = System.nanoTime() + allowed.toNanos();
    alarm = timer.schedule(this::expire, allowed.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void expire() {
    expired = true;
    inUse.get().ifPresent(connection -> connection.close(CloseMode.IMMEDIATE));
  }

  /** Sets the connection to close at the deadline. Closes it at once if the time is over. */
  void watch(ModalCloseable connection) {
    inUse.set(Optional.of(connection));
    if (expired) {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  /** Removes the connection, so that the deadline closes nothing. */
  void release() {
    inUse.set(Optional.empty());
  }

  boolean isExpired() {
    return expired;
  }

  /** Returns the time that is left; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
