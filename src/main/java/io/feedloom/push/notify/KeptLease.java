package io.feedloom.push.notify;

import io.feedloom.store.api.StoreException;
import io.feedloom.store.api.WebhookLease;
import io.feedloom.store.push.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the lease of a webhook while a message is made or sent. So the lease can be short, and
 * another node soon continues the work of a killed one.
 */
final class KeptLease {
  private static final Logger log = LoggerFactory.getLogger(KeptLease.class);

  /** Several times longer than the time between two extensions. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_EXTENSIONS = Duration.ofSeconds(3);

  private final Webhooks webhooks;
  private final InstantSource clock;
  private WebhookLease lease;
  private boolean ended;

  /** Starts to extend the lease. */
  KeptLease(Webhooks webhooks, WebhookLease lease, InstantSource clock) {
    this.webhooks = webhooks;
    this.lease = lease;
    this.clock = clock;
    Thread.ofVirtual().name("lease of " + lease.webhook()).start(this::run);
  }

  String webhook() {
    return lease().webhook();
  }

  private synchronized WebhookLease lease() {
    return lease;
  }

  /** Extends the lease no more, and returns it with its present end. */
  synchronized WebhookLease end() {
    ended = true;
    notifyAll();
    return lease;
  }

  private void run() {
    try {
      while (rests()) {
        extend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the next extension. Returns false if there is none. */
  private synchronized boolean rests() throws InterruptedException {
    long until = System.nanoTime() + BETWEEN_EXTENSIONS.toNanos();
    for (long left = BETWEEN_EXTENSIONS.toMillis();
        !ended && left > 0;
        left = (until - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return !ended;
  }

  private synchronized void extend() {
    if (ended) {
      return;
    }
    try {
      webhooks
          .extend(lease, clock.instant().plus(LEASE))
          .ifPresentOrElse(longer -> lease = longer, () -> ended = true);
    } catch (StoreException e) {
      log.debug("The lease of the webhook {} was not extended: {}", webhook(), e.getMessage());
    }
  }
}
