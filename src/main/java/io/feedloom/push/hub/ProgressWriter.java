package io.feedloom.push.hub;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.api.HubSubscriber.Progress;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.push.HubSubscriptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stores the results of deliveries, many in one transaction. While the store fails, the results
 * wait, so that no document is sent twice when the store works again.
 */
final class ProgressWriter implements AutoCloseable {
  private static final int BATCH_SIZE = 1_000;
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final HubSubscriptions subscriptions;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Loop loop;

  private record Waiting(Progress progress, CompletableFuture<Boolean> stored) {}

  ProgressWriter(HubSubscriptions subscriptions, Health health) {
    this.subscriptions = subscriptions;
    this.loop = new Loop("storing deliveries", health, StoreException.class, this::step);
  }

  void start() {
    loop.start();
  }

  /**
   * Stores a result. Blocks until it is durable.
   *
   * @return false if the subscription has ended, or has another place
   * @throws CancellationException if it could not be stored before this was closed
   */
  boolean write(Progress progress) throws InterruptedException {
    var stored = new CompletableFuture<Boolean>();
    queue.add(new Waiting(progress, stored));
    if (loop.isClosed()) {
      stored.cancel(false);
    }
    loop.wake();
    try {
      return stored.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw (CancellationException)
          new CancellationException("a delivery was not stored").initCause(e);
    }
  }

  /** Stores what waits. After a failure, the results wait at the head of the queue. */
  private Duration step() {
    var batch = new ArrayList<Waiting>();
    while (queue.drainTo(batch, BATCH_SIZE) > 0) {
      store(batch);
      batch.clear();
    }
    return UNTIL_WOKEN;
  }

  private void store(List<Waiting> batch) {
    try {
      var known = subscriptions.advance(batch.stream().map(Waiting::progress).toList());
      batch.forEach(one -> one.stored().complete(known.contains(one.progress().subscriber())));
    } catch (StoreException e) {
      queue.addAll(batch);
      throw e;
    }
  }

  /** Ends the thread. Results that were not stored are sent again after the next start. */
  @Override
  public void close() {
    loop.close();
    queue.forEach(one -> one.stored().completeExceptionally(new CancellationException("closed")));
  }
}
