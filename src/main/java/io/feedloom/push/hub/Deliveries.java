package io.feedloom.push.hub;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Secret;
import io.feedloom.fetch.WebClient;
import io.feedloom.fetch.WebClient.Message;
import io.feedloom.health.Health;
import io.feedloom.push.HmacSignature;
import io.feedloom.push.hub.TopicDocuments.Next;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubSubscriber;
import io.feedloom.store.api.HubSubscriber.Progress;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.push.HubTopics.Leased;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Delivers the news of leased topics. Each subscriber gets one document after the other, and its
 * place is stored after each, so a killed process continues where it stopped.
 */
final class Deliveries {
  /**
   * How long a topic is leased. Longer than a message takes and than the time between two renewals,
   * and short enough that subscribers hardly notice when a process is killed.
   */
  static final Duration LEASE = Duration.ofSeconds(15);

  /** The most subscribers that are served or wait. This limits memory. */
  private static final int MAX_SERVED = 20_000;

  private static final int PAGE = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** The documents that are in use at once, in KiB. */
  private static final int MAX_KIB = 64 << 10;

  /** The room that a document needs before its size is known, in KiB. */
  private static final int RESERVED_KIB = 1 << 10;

  private final Store store;
  private final TopicDocuments documents;
  private final WebClient client;
  private final Supplier<PollingSettings> settings;
  private final InstantSource clock;
  private final CallbackQueues queues;
  private final ProgressWriter progress;
  private final HubCounters counters;
  private final Health health;
  private final Map<Long, ActiveTopic> active = new ConcurrentHashMap<>();
  private final AtomicInteger served = new AtomicInteger();
  private final Semaphore room = new Semaphore(MAX_KIB, true);
  private final Runnable idle;
  private volatile boolean stopped;

  /**
   * @param idle is called when a topic may have no more subscribers to serve
   */
  Deliveries(
      Store store,
      TopicDocuments documents,
      WebClient client,
      Supplier<PollingSettings> settings,
      InstantSource clock,
      CallbackQueues queues,
      ProgressWriter progress,
      HubCounters counters,
      Health health,
      Runnable idle) {
    this.store = store;
    this.documents = documents;
    this.client = client;
    this.settings = settings;
    this.clock = clock;
    this.queues = queues;
    this.progress = progress;
    this.counters = counters;
    this.health = health;
    this.idle = idle;
  }

  /** Returns whether more subscribers can be served. */
  boolean hasRoom() {
    return !stopped && served.get() < MAX_SERVED;
  }

  /** Begins to serve the subscribers of a leased topic that are behind and not served yet. */
  void begin(Leased leased, Instant now) {
    long id = leased.topic().id();
    var until = now.plus(LEASE);
    var topic =
        active.computeIfAbsent(id, _ -> new ActiveTopic(leased.topic(), leased.news(), until));
    topic.leaseUntil(until);
    topic.notice(leased.news());
    long last = 0;
    List<HubSubscriber> page;
    do {
      page = store.hubSubscriptions().behind(id, last, now, PAGE);
      for (var subscriber : page) {
        last = subscriber.id();
        if (topic.begin(subscriber.id())) {
          served.incrementAndGet();
          queues.add(subscriber.host(), () -> serve(topic, subscriber));
        }
      }
    } while (page.size() == PAGE && hasRoom());
  }

  /** Ends the leases of topics whose subscribers were all served. */
  void settle() {
    var done = active.values().stream().filter(ActiveTopic::isIdle).toList();
    var ids = done.stream().map(topic -> topic.topic().id()).toList();
    store.hubTopics().settle(ids, clock.instant());
    ids.forEach(active::remove);
  }

  /** Extends the leases of topics whose subscribers are being served. */
  void renew(Instant now) {
    store.hubTopics().renew(List.copyOf(active.keySet()), now, LEASE);
    active.values().forEach(topic -> topic.leaseUntil(now.plus(LEASE)));
  }

  private void serve(ActiveTopic topic, HubSubscriber subscriber) {
    try {
      deliverAll(topic, subscriber);
    } catch (CancellationException e) {
      // This process stops. The next one continues at the stored place.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      health.part("hub").failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      health.unexpected("hub", topic.topic().address(), e);
    } finally {
      served.decrementAndGet();
      topic.end(subscriber.id());
      if (topic.isIdle()) {
        idle.run();
      }
    }
  }

  /** Sends documents until the subscriber has all news or fails. */
  private void deliverAll(ActiveTopic topic, HubSubscriber first) throws InterruptedException {
    var subscriber = Optional.of(first);
    while (!stopped
        && subscriber.isPresent()
        && subscriber.get().place() < topic.news()
        && topic.isLeased(clock.instant())) {
      subscriber = deliver(topic, subscriber.get());
    }
  }

  /** Sends the next document. Returns the subscriber after it; empty if nothing is left to do. */
  private Optional<HubSubscriber> deliver(ActiveTopic topic, HubSubscriber subscriber)
      throws InterruptedException {
    try (var _ = queues.enter(subscriber.host());
        var share = new Share()) {
      return switch (next(topic, subscriber)) {
        case Next.Nothing nothing -> advance(subscriber, nothing.end(), Optional.empty());
        case Next.Document document -> {
          share.shrink(document.body().length);
          yield send(topic, subscriber, document);
        }
      };
    }
  }

  /** Makes the next document. If that fails, the subscriber is served again after a short time. */
  private Next next(ActiveTopic topic, HubSubscriber subscriber) throws InterruptedException {
    boolean made = false;
    try {
      var next = documents.next(topic.topic(), subscriber.base(), subscriber.place(), topic.news());
      made = true;
      return next;
    } finally {
      if (!made) {
        var later = clock.instant().plus(AFTER_FAULT);
        postpone(topic, subscriber, subscriber.failures(), later, "the document was not made");
      }
    }
  }

  /** The room for one document. */
  private final class Share implements AutoCloseable {
    private int kib = RESERVED_KIB;

    Share() throws InterruptedException {
      room.acquire(kib);
    }

    void shrink(int bytes) {
      int used = Math.min(kib, bytes / 1_024 + 1);
      room.release(kib - used);
      kib = used;
    }

    @Override
    public void close() {
      room.release(kib);
    }
  }

  private Optional<HubSubscriber> send(
      ActiveTopic topic, HubSubscriber subscriber, Next.Document document)
      throws InterruptedException {
    var sent = clock.instant();
    var callback = URI.create(subscriber.callback());
    var reply =
        client.send(
            Message.post(callback, headers(document, subscriber.secret()), document.body()),
            TIMEOUT,
            settings.get());
    var now = clock.instant();
    var result = DeliveryResult.of(reply, subscriber.failures(), now);
    queues.note(
        subscriber.host(),
        result instanceof DeliveryResult.Failed || Duration.between(sent, now).compareTo(SLOW) > 0);
    return switch (result) {
      case DeliveryResult.Delivered _ -> {
        counters.deliver();
        yield advance(subscriber, document.end(), Optional.of(now));
      }
      case DeliveryResult.Gone _ -> {
        store.hubSubscriptions().end(subscriber.id());
        counters.end(1);
        yield Optional.empty();
      }
      case DeliveryResult.Failed(Instant next, String why) -> {
        counters.fail();
        postpone(topic, subscriber, subscriber.failures() + 1, next, why);
        yield Optional.empty();
      }
    };
  }

  private static Map<String, String> headers(Next.Document document, Optional<Secret> secret) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", document.contentType());
    headers.put("Link", document.link());
    secret.ifPresent(
        key -> headers.put("X-Hub-Signature", HmacSignature.of(key.value(), document.body())));
    return headers;
  }

  private Optional<HubSubscriber> advance(
      HubSubscriber subscriber, long to, Optional<Instant> delivered) throws InterruptedException {
    boolean known =
        progress.write(
            new Progress(
                subscriber.id(),
                subscriber.place(),
                to,
                0,
                Instant.EPOCH,
                delivered,
                Optional.empty()));
    return known
        ? Optional.of(
            new HubSubscriber(
                subscriber.id(),
                subscriber.callback(),
                subscriber.host(),
                subscriber.secret(),
                subscriber.base(),
                to,
                0))
        : Optional.empty();
  }

  private void postpone(
      ActiveTopic topic, HubSubscriber subscriber, int failures, Instant next, String why)
      throws InterruptedException {
    long place = subscriber.place();
    progress.write(
        new Progress(
            subscriber.id(), place, place, failures, next, Optional.empty(), Optional.of(why)));
    store.hubTopics().remind(topic.topic().id(), next);
  }

  /** Ends all leases, so that other processes can continue at once. */
  void close() {
    store.hubTopics().settle(List.copyOf(active.keySet()), clock.instant());
  }

  /** Sends no more documents. */
  void stop() {
    stopped = true;
  }
}
