package io.feedloom.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a loop survives, and what is known of it meanwhile. */
class LoopTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicReference<Throwable> ended = new AtomicReference<>();
  private final Semaphore ends = new Semaphore(0);
  private final Health health =
      new Health(
          InstantSource.fixed(NOON),
          fault -> {
            ended.set(fault);
            ends.release();
          });
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.feedloom.health");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  /** Runs steps that fail with these exceptions, one after the other, and then succeed. */
  private void run(Throwable... faults) throws InterruptedException {
    var left = new LinkedBlockingQueue<>(List.of(faults));
    var succeeded = new Semaphore(0);
    try (var loop =
        new Loop("work", health, IllegalStateException.class, () -> step(left, succeeded))) {
      loop.start();
      assertThat(succeeded.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Duration step(BlockingQueue<Throwable> left, Semaphore succeeded) {
    switch (left.poll()) {
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> succeeded.release();
    }
    return HOUR;
  }

  private List<String> log() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void expectedFailureIsLoggedOnceUntilItIsOver() throws InterruptedException {
    run(new IllegalStateException("away"), new IllegalStateException("away still"));

    assertThat(log()).containsExactly("Not working: work: away", "Working again: work");
    assertThat(health.troubles()).isEmpty();
    assertThat(health.count()).isZero();
  }

  @Test
  void bugIsLoggedOnceWithItsStackTraceAndTheLoopContinues() throws InterruptedException {
    var bug = new ArithmeticException("by zero");
    run(bug, bug);

    assertThat(health.count()).isEqualTo(2);
    assertThat(health.incidents())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.where()).isEqualTo("work");
              assertThat(incident.what()).contains("ArithmeticException at", "LoopTest");
              assertThat(incident.count()).isEqualTo(2);
            });
    assertThat(logged.list).filteredOn(event -> event.getThrowableProxy() != null).hasSize(1);
    assertThat(logged.list).hasSize(3);
  }

  @Test
  void errorDoesNotEndTheLoop() throws InterruptedException {
    run(new StackOverflowError(), new NoClassDefFoundError("x"));

    assertThat(health.incidents()).hasSize(2);
    assertThat(ended).hasValue(null);
  }

  @Test
  void lackOfMemoryEndsTheProcessEvenWhereALibraryWrapsIt() throws InterruptedException {
    run(new IllegalArgumentException(new OutOfMemoryError("heap")));

    assertThat(ends.tryAcquire()).isTrue();
    assertThat(ended.get()).hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void failingPartIsReportedWhileItFails() throws InterruptedException {
    var failed = new Semaphore(0);
    try (var loop =
        new Loop(
            "work",
            health,
            IllegalStateException.class,
            () -> {
              failed.release();
              throw new IllegalStateException("away");
            })) {
      loop.start();
      assertThat(failed.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();

      assertThat(health.troubles()).containsExactly(new Health.Trouble("work", "away", NOON));
      assertThat(health.states()).containsEntry("work", false);
    }
  }

  @Test
  void wakeEndsThePauseOfALoop() throws InterruptedException {
    var steps = new Semaphore(0);
    try (var loop =
        new Loop(
            "work",
            health,
            IllegalStateException.class,
            () -> {
              steps.release();
              return HOUR;
            })) {
      loop.start();
      assertThat(steps.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      loop.wake();

      assertThat(steps.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void manyKindsOfBugsAreCountedThoughNotAllAreRemembered() {
    for (int i = 0; i < 1_000; i++) {
      health.unexpected("part " + i, "", new ArithmeticException());
    }

    assertThat(health.count()).isEqualTo(1_000);
    assertThat(health.incidents()).hasSize(100);
    assertThat(logged.list).hasSize(100);
  }

  @Test
  void onlyTheFirstFailureOfARunIsReported() {
    var run = new FailureRun();
    long minute = Duration.ofMinutes(1).toNanos();

    assertThat(run.isFirst(5)).isTrue();
    assertThat(run.isFirst(5 + minute)).isFalse();
    assertThat(run.isFirst(5 + 2 * minute)).isFalse();
    assertThat(run.isFirst(6 + 3 * minute)).isTrue();
  }
}
