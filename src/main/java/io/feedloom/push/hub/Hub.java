package io.feedloom.push.hub;

import io.feedloom.config.PollingSettings;
import io.feedloom.fetch.WebClient;
import io.feedloom.fetch.WebClient.Message;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubSubscriber.Ended;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The loop of the hub: compares the log of arrivals with the topics, leases the topics with news,
 * and asks callbacks about requests.
 */
public final class Hub implements AutoCloseable {
  /** How much of the log of arrivals is kept for subscribers that cannot be reached. */
  private static final Duration KEPT = Duration.ofDays(1).plusHours(2);

  /** The longest time between two steps. News of other processes are noticed after it. */
  private static final Duration MAX_REST = Duration.ofMillis(500);

  private static final Duration WHILE_FULL = Duration.ofMillis(100);
  private static final Duration MIN_REST = Duration.ofMillis(5);
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(4);
  private static final Duration BETWEEN_CLEANUPS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long a request is leased. Longer than it waits and its callback may take. */
  private static final Duration REQUEST_LEASE = Duration.ofMinutes(5);

  private static final int MAX_TOPICS = 200;
  private static final int MAX_QUESTIONS = 500;
  private static final int CHALLENGE_BYTES = 24;
  private static final int PATIENCE_AT_CLOSE = 4;

  private final Store store;
  private final TopicDocuments documents;
  private final WebClient client;
  private final Supplier<PollingSettings> settings;
  private final InstantSource clock;
  private final Health health;
  private final HubCounters counters;
  private final CallbackQueues queues = new CallbackQueues();
  private final ProgressWriter progress;
  private final Deliveries deliveries;
  private final TopicScan scan;
  private final Loop loop;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger questions = new AtomicInteger();

  /** How many callbacks of each host are being asked. */
  private final Map<String, Integer> questioned = new ConcurrentHashMap<>();

  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile boolean idle;
  private boolean recovered;
  private Instant renewed = Instant.EPOCH;
  private Instant cleaned = Instant.EPOCH;
  private Instant trimmed = Instant.EPOCH;

  /**
   * @param client sends the messages; it is closed with the hub
   * @param settings says which addresses are allowed
   */
  public Hub(
      Store store,
      TopicDocuments documents,
      WebClient client,
      Supplier<PollingSettings> settings,
      InstantSource clock,
      HubCounters counters,
      Health health) {
    this.store = store;
    this.documents = documents;
    this.client = client;
    this.settings = settings;
    this.clock = clock;
    this.health = health;
    this.counters = counters;
    this.loop = new Loop("hub", health, StoreException.class, this::step);
    this.progress = new ProgressWriter(store.hubSubscriptions(), health);
    this.deliveries =
        new Deliveries(
            store,
            documents,
            client,
            settings,
            clock,
            queues,
            progress,
            counters,
            health,
            loop::wake);
    this.scan = new TopicScan(store, documents);
  }

  public void start() {
    progress.start();
    loop.start();
  }

  /** Notices entries and settings at once. Does nothing while there are no subscriptions. */
  public void wake() {
    if (!idle) {
      loop.wake();
    }
  }

  /** Notices a request at once. */
  public void requested() {
    requested.set(true);
    loop.wake();
  }

  /** Does what is due. Returns how long nothing else is. */
  Duration step() {
    var now = clock.instant();
    boolean isAsked = requested.getAndSet(false);
    if (idle && !isAsked && !store.hubTopics().isUsedByOthers()) {
      trim(now);
      return restWhileIdle(now);
    }
    idle = false;
    var rest = work(now);
    idle = isUnused();
    return idle ? restWhileIdle(now) : rest;
  }

  /** Returns whether nobody subscribes. Then only a request can change that. */
  private boolean isUnused() {
    return scan.topics().isEmpty()
        && questions.get() == 0
        && !requested.get()
        && store.hubRequests().nextDue().isEmpty();
  }

  /** With PostgreSQL, other processes can get requests. */
  private Duration restWhileIdle(Instant now) {
    return store.hubTopics().isShared()
        ? MAX_REST
        : Loop.rest(Duration.between(now, trimmed.plus(BETWEEN_TRIMS)), MIN_REST, BETWEEN_TRIMS);
  }

  private Duration work(Instant now) {
    if (!recovered) {
      store.hubTopics().recover();
      recovered = true;
    }
    keepLeases(now);
    if (scan.scan(now)) {
      scan.topics().stream().filter(topic -> !documents.isOpen(topic)).forEach(this::deny);
    }
    deliveries.settle();
    cleanUp(now);
    askCallbacks(now);
    if (deliveries.hasRoom()) {
      var topics = store.hubTopics().take(now, MAX_TOPICS, Deliveries.LEASE);
      topics.forEach(topic -> deliveries.begin(topic, now));
      deliveries.settle();
      if (topics.size() == MAX_TOPICS) {
        return Duration.ZERO;
      }
      return rest(now);
    }
    return WHILE_FULL;
  }

  private Duration rest(Instant now) {
    var next =
        Stream.of(store.hubTopics().nextDue(), nextRequest())
            .flatMap(Optional::stream)
            .map(due -> Duration.between(now, due))
            .min(Duration::compareTo)
            .orElse(MAX_REST);
    return Loop.rest(next, MIN_REST, MAX_REST);
  }

  /** Returns when the next callback is asked. A host that must wait wakes the loop. */
  private Optional<Instant> nextRequest() {
    return questioned.values().stream().anyMatch(count -> count >= CallbackQueues.PER_HOST)
        ? Optional.empty()
        : store.hubRequests().nextDue();
  }

  private void keepLeases(Instant now) {
    if (!now.isBefore(renewed.plus(BETWEEN_RENEWALS))) {
      deliveries.renew(now);
      renewed = now;
    }
  }

  private void cleanUp(Instant now) {
    if (!now.isBefore(cleaned.plus(BETWEEN_CLEANUPS))) {
      counters.end(store.hubSubscriptions().expire(now));
      cleaned = now;
    }
    trim(now);
  }

  private void trim(Instant now) {
    if (!now.isBefore(trimmed.plus(BETWEEN_TRIMS))) {
      store.arrivals().trim(now, KEPT);
      trimmed = now;
    }
  }

  private void askCallbacks(Instant now) {
    int most = MAX_QUESTIONS - questions.get();
    if (most > 0) {
      var taken =
          store
              .hubRequests()
              .take(now, most, REQUEST_LEASE, CallbackQueues.PER_HOST, Map.copyOf(questioned));
      for (var leased : taken) {
        questions.incrementAndGet();
        questioned.merge(leased.request().host(), 1, Integer::sum);
        queues.add(leased.request().host(), () -> ask(leased));
      }
    }
  }

  private void ask(HubRequest.Leased leased) {
    var request = leased.request();
    try {
      var challenge = challenge();
      var reply = send(Confirmation.question(request, challenge));
      switch (Confirmation.result(reply, challenge)) {
        case CONFIRMED -> {
          confirm(leased);
          counters.confirm();
          loop.wake();
        }
        case REFUSED -> refuse(leased);
        case UNCLEAR -> {
          var again = Confirmation.again(leased.tries(), clock.instant());
          if (again.isPresent()) {
            store.hubRequests().postpone(leased, again.get());
          } else {
            refuse(leased);
          }
        }
      }
    } catch (CancellationException e) {
      // This process stops. Another one asks again when the lease ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      health.part("hub").failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      health.unexpected("hub", request.address(), e);
    } finally {
      questioned.computeIfPresent(request.host(), (_, n) -> n == 1 ? null : n - 1);
      // Before the count, so that the loop does not rest without a look at the new subscription.
      requested.set(true);
      questions.decrementAndGet();
      loop.wake();
    }
  }

  private WebClient.Reply send(URI address) throws InterruptedException {
    try (var _ = queues.enterQuestion()) {
      return client.send(Message.get(address), TIMEOUT, settings.get());
    }
  }

  private void confirm(HubRequest.Leased leased) {
    switch (leased.request().mode()) {
      case SUBSCRIBE -> store.hubSubscriptions().subscribe(leased, clock.instant());
      case UNSUBSCRIBE -> store.hubSubscriptions().unsubscribe(leased);
    }
  }

  private void refuse(HubRequest.Leased leased) {
    store.hubRequests().drop(leased);
    counters.refuse();
  }

  /** Returns a new random text that a server cannot guess. */
  private String challenge() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Ends the subscriptions to a topic that is no longer open, and informs the callbacks. */
  private void deny(HubTopic topic) {
    List<Ended> ended = store.hubSubscriptions().endAll(topic.id());
    counters.end(ended.size());
    for (var one : ended) {
      var host = CallbackSite.of(URI.create(one.callback()));
      var address =
          Confirmation.denial(one.callback(), one.asked(), "This topic is no longer delivered.");
      queues.add(host, () -> inform(host, address));
    }
  }

  private void inform(String host, URI address) {
    try {
      send(address);
    } catch (CancellationException e) {
      // This process stops, and the subscription has ended without this message too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      health.unexpected("hub", host, e);
    }
  }

  /** Waits some seconds for messages that are being sent, and aborts the others. */
  @Override
  public void close() {
    deliveries.stop();
    loop.close();
    queues.end(PATIENCE_AT_CLOSE);
    client.close();
    queues.close();
    progress.close();
    try {
      deliveries.close();
    } catch (StoreException e) {
      health.part("hub").failed("leases end by themselves: " + e.getMessage());
    }
  }
}
