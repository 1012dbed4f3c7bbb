package io.feedloom.push.notify;

import io.feedloom.config.WebhookSettings;
import io.feedloom.push.RetryTimes;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.api.WaitingEntry;
import io.feedloom.store.api.WebhookLease;
import io.feedloom.store.api.WebhookMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due to one webhook, one message after the other, while this process has the lease.
 * A message is made of the waiting entries only when no other message waits. So entries that arrive
 * while a webhook is away go together into few messages.
 */
final class DeliveryRun {
  private static final Logger log = LoggerFactory.getLogger(DeliveryRun.class);

  private final Store store;
  private final NotifyEntries entries;
  private final MessageSender sender;
  private final InstantSource clock;
  private final Supplier<NotifySettings> settings;
  private final BooleanSupplier stopped;

  /**
   * @param settings returns the settings in force
   * @param stopped returns whether no message may be begun
   */
  DeliveryRun(
      Store store,
      NotifyEntries entries,
      MessageSender sender,
      InstantSource clock,
      Supplier<NotifySettings> settings,
      BooleanSupplier stopped) {
    this.store = store;
    this.entries = entries;
    this.sender = sender;
    this.clock = clock;
    this.settings = settings;
    this.stopped = stopped;
  }

  /** What follows after a message. */
  private enum Next {
    /** Perhaps another message. */
    MORE,
    /** Nothing that is due. */
    END,
    /** The same again, after a pause. */
    LATER
  }

  /**
   * Sends messages until nothing is due, one fails, or the lease is lost.
   *
   * @return false if a message could not be made now
   */
  boolean run(String name) {
    var lease = store.webhooks().lease(name, clock.instant(), leaseEnd());
    var next = Next.END;
    while (lease.isPresent()) {
      var kept = new KeptLease(store.webhooks(), lease.get(), clock);
      next = Next.END;
      try {
        next = stopped.getAsBoolean() ? Next.END : next(kept);
      } finally {
        if (next != Next.MORE) {
          release(kept.end());
        }
      }
      lease =
          next == Next.MORE ? store.webhooks().extend(kept.end(), leaseEnd()) : Optional.empty();
    }
    return next != Next.LATER;
  }

  private Instant leaseEnd() {
    return clock.instant().plus(KeptLease.LEASE);
  }

  private void release(WebhookLease lease) {
    try {
      store.webhooks().release(lease);
    } catch (StoreException e) {
      log.debug("The webhook {} is free when its lease ends: {}", lease.webhook(), e.getMessage());
    }
  }

  /** Sends the next message, or makes it. */
  private Next next(KeptLease lease) {
    var now = settings.get();
    var webhook = now.webhooks().get(lease.webhook());
    if (webhook == null) {
      return Next.END;
    }
    var message = store.webhooks().first(webhook.name());
    if (message.isEmpty()) {
      return compose(lease, webhook, now);
    }
    if (message.get().nextTry().isAfter(clock.instant())) {
      return Next.END;
    }
    var verdict = sender.send(webhook, message.get(), now.polling());
    return apply(verdict, lease.end(), message.get()) ? Next.MORE : Next.END;
  }

  /** Makes a message of the entries that are due. */
  private Next compose(KeptLease lease, WebhookSettings webhook, NotifySettings now) {
    var end = DueTimes.end(webhook, clock.instant(), now.zone());
    var waiting = store.webhooks().waiting(webhook.name(), end, webhook.maxEntries());
    if (waiting.isEmpty()) {
      return Next.END;
    }
    var batch = entries.read(webhook, waiting);
    if (batch.isEmpty()) {
      return Next.LATER;
    }
    var considered = waiting.subList(0, batch.get().considered());
    Optional<WebhookMessage> message =
        batch.get().entries().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new MessageWriter(now.zone())
                    .entries(
                        webhook,
                        batch.get(),
                        id(webhook, considered),
                        considered.getLast().added()));
    return store.webhooks().compose(lease.end(), considered, message) ? Next.MORE : Next.END;
  }

  /**
   * Returns the id of a message with these entries. It depends only on their rows, so a message
   * that is made again of the same rows, because the database lost it, is the same message.
   */
  private static String id(WebhookSettings webhook, List<WaitingEntry> entries) {
    return StandardWebhooks.idOf(
        webhook.name(),
        entries.stream()
            .map(
                entry ->
                    entry.number()
                        + " "
                        + entry.key().feed()
                        + " "
                        + entry.key().id()
                        + " "
                        + entry.added().toEpochMilli())
            .collect(Collectors.joining("\n", "entries\n", "")));
  }

  /** Stores what became of a message. Returns whether the next one may be sent. */
  private boolean apply(ReplyVerdict verdict, WebhookLease lease, WebhookMessage message) {
    Instant now = clock.instant();
    var name = lease.webhook();
    return switch (verdict.meaning()) {
      case ACCEPTED -> {
        if (message.failures() > 0) {
          log.info("The webhook {} works again", name);
        }
        yield store.webhooks().accepted(lease, message, verdict.text(), now);
      }
      case REFUSED -> {
        log.warn("The webhook {} refuses a message: {}", name, verdict.text());
        yield store.webhooks().giveUp(lease, message, verdict.text(), now);
      }
      case GONE -> {
        log.warn(
            "The webhook {} says that it is gone. It is off until its settings change, or until"
                + " \"feedloom notify --resume {}\".",
            name,
            name);
        store.webhooks().switchOff(lease, verdict.text(), now);
        yield false;
      }
      case AGAIN -> {
        var next = RetryTimes.next(message.failures() + 1, verdict.asked(), now);
        if (next.isPresent()) {
          if (message.failures() == 0) {
            log.warn("The webhook {} fails and is tried again: {}", name, verdict.text());
          }
          store.webhooks().later(lease, message, verdict.text(), now, next.get());
          yield false;
        }
        log.warn("A message to the webhook {} failed for a day: {}", name, verdict.text());
        yield store.webhooks().giveUp(lease, message, verdict.text(), now);
      }
    };
  }
}
