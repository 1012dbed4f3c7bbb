package io.feedloom.push.subscriber;

import io.feedloom.feed.Problem;
import io.feedloom.feed.PushedBody;
import io.feedloom.feed.TopicSubscription.Deliveries;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.health.Part;
import io.feedloom.push.MessageThreads;
import io.feedloom.push.subscriber.DeliveryReader.Outcome;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The loop that reads deliveries. A delivery whose entries cannot be stored is due again when its
 * lease ends.
 */
final class DeliveryLoop {
  /** The most deliveries that are read at once. This limits memory. */
  private static final int MAX_AT_ONCE = 8;

  private static final Duration LEASE = Duration.ofSeconds(15);

  /** The longest time between two steps. Deliveries to other processes are noticed after it. */
  private static final Duration MAX_REST = Duration.ofSeconds(1);

  private static final Duration MIN_REST = Duration.ofMillis(20);

  /** How long to wait for a poll of the same feed. */
  private static final Duration TURN = Duration.ofMillis(200);

  private static final Duration AFTER_BUG = Duration.ofMinutes(1);
  private static final int MAX_TRIES = 3;
  private static final String NAME = "deliveries of hubs";

  private final Store store;
  private final DeliveryReader reader;
  private final InstantSource clock;
  private final Health health;
  private final Part storing;
  private final Loop loop;
  private final AtomicInteger underWay = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delivery-", 0).factory());

  DeliveryLoop(Store store, DeliveryReader reader, InstantSource clock, Health health) {
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    this.health = health;
    this.storing = health.part("storing deliveries");
    this.loop = new Loop(NAME, health, StoreException.class, this::step);
  }

  void start() {
    loop.start();
  }

  /** Stops to read deliveries, or begins again. */
  void pause(boolean pauses) {
    loop.pause(pauses);
  }

  /** Checks at once which deliveries wait. */
  void wake() {
    loop.wake();
  }

  private Duration step() {
    int room = MAX_AT_ONCE - underWay.get();
    if (room <= 0 || loop.isClosed()) {
      return MAX_REST;
    }
    var taken = store.pushed().take(clock.instant(), room, LEASE);
    for (var body : taken) {
      underWay.incrementAndGet();
      threads.execute(() -> run(body));
    }
    return taken.isEmpty() ? rest() : MIN_REST;
  }

  private Duration rest() {
    var wait =
        store
            .pushed()
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due))
            .orElse(MAX_REST);
    return Loop.rest(wait, MIN_REST, MAX_REST);
  }

  private void run(PushedBody body) {
    try {
      var newest = store.topics().find(body.path()).flatMap(it -> it.received().newest());
      settle(body, reader.read(body, newest));
      storing.works();
    } catch (CancellationException _) {
      // The program ends; another process or the next start reads it.
    } catch (StoreException e) {
      if (!loop.isClosed()) {
        storing.failed("A delivery was not stored: " + e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      health.unexpected(NAME, body.name().map(Object::toString).orElse(body.path()), e);
      afterBug(body);
    } finally {
      underWay.decrementAndGet();
      wake();
    }
  }

  private void settle(PushedBody body, Outcome outcome) {
    var now = clock.instant();
    switch (outcome) {
      case Outcome.Busy _ -> store.pushed().postpone(body, now.plus(TURN));
      case Outcome.Unwanted _ -> store.pushed().finish(body, it -> it, Optional.empty(), now);
      case Outcome.Unreadable(String why) -> finish(body, why);
      case Outcome.Stored stored ->
          store.pushed().finish(body, learned(stored, now), Optional.empty(), now);
    }
  }

  private void finish(PushedBody body, String why) {
    var problem = new Problem(body.topic(), "the hub delivered no feed: " + why);
    store.pushed().finish(body, it -> it, Optional.of(problem), clock.instant());
  }

  /** Returns what a delivery shows about its hub. Dates in the future do not count. */
  private static UnaryOperator<Deliveries> learned(Outcome.Stored stored, Instant now) {
    return before ->
        new Deliveries(
            before.count(),
            before.last(),
            Stream.of(before.newest(), stored.date().filter(date -> !date.isAfter(now)))
                .flatMap(Optional::stream)
                .max(Instant::compareTo),
            before.recent(),
            before.evidence().delivered(stored.fresh(), stored.all()));
  }

  /** Tries again after a bug, but not for ever. */
  private void afterBug(PushedBody body) {
    try {
      if (body.tries() >= MAX_TRIES) {
        finish(body, "a bug in Feedloom prevents reading it");
      } else {
        store.pushed().postpone(body, clock.instant().plus(AFTER_BUG));
      }
    } catch (RuntimeException e) {
      health.unexpected(NAME, body.path(), e);
    }
  }

  void close() {
    loop.close();
    MessageThreads.end(threads);
  }
}
