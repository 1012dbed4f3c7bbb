package io.feedloom.push.subscriber;

import io.feedloom.config.Settings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.feed.WebAddress;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.push.MessageThreads;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.api.TopicChange;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to feeds at their hubs: begins, renews and ends subscriptions. Several processes that
 * share a database share the subscriptions; each request is leased. Safe for use by many threads.
 */
public final class Subscriber implements PushWatch, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  /** The most requests to hubs at once. */
  private static final int MAX_AT_ONCE = 20;

  /** The most requests to one hub at once. */
  private static final int MAX_PER_HUB = 2;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Longer than all requests to one hub take that are leased at once. */
  private static final Duration LEASE = Duration.ofMinutes(6);

  private static final Duration MAX_REST = Duration.ofSeconds(1);
  private static final Duration MIN_REST = Duration.ofMillis(20);
  private static final String NAME = "subscriptions at hubs";

  private final Store store;
  private final WebClient client;
  private final InstantSource clock;
  private final Health health;
  private final Callbacks callbacks;
  private final Loop loop;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<String, Semaphore> hubs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hub-", 0).factory());

  /** The wishes for the feeds that this process knows, by number. */
  private final Map<Integer, HubWish> wishes = new ConcurrentHashMap<>();

  private volatile Settings settings;
  private volatile Map<FeedId, Subscription> feeds;
  private volatile boolean edited = true;
  private volatile Optional<Boolean> said = Optional.empty();
  private volatile Optional<DeliveryLoop> deliveries = Optional.empty();
  private volatile Optional<DeliveryReader> reader = Optional.empty();

  /**
   * @param client sends the requests to hubs; it is closed with this object
   */
  public Subscriber(
      Store store, WebClient client, Settings settings, InstantSource clock, Health health) {
    this.store = store;
    this.client = client;
    this.clock = clock;
    this.health = health;
    this.settings = settings;
    this.feeds = byId(settings);
    this.callbacks =
        new Callbacks(store, clock, () -> this.settings, this::changed, this::deliveryArrived);
    this.loop = new Loop(NAME, health, StoreException.class, this::step);
  }

  private static Map<FeedId, Subscription> byId(Settings settings) {
    return settings.subscriptions().stream()
        .collect(Collectors.toMap(Subscription::id, Function.identity()));
  }

  /** Starts to subscribe and to read deliveries. */
  public void start(DeliveryReader with) {
    var reading = new DeliveryLoop(store, with, clock, health);
    reader = Optional.of(with);
    deliveries = Optional.of(reading);
    reading.start();
    loop.start();
  }

  /** Stops to renew subscriptions and to read deliveries, or begins again. */
  public void pause(boolean pauses) {
    loop.pause(pauses);
    deliveries.ifPresent(reading -> reading.pause(pauses));
  }

  /** Applies new settings, after they are in the store. */
  public void use(Settings next) {
    settings = next;
    feeds = byId(next);
    edited = true;
    loop.wake();
  }

  /** Returns the object that answers the requests of hubs. */
  public Callbacks callbacks() {
    return callbacks;
  }

  private Optional<String> callbackBase() {
    return HubWish.callbacks(settings);
  }

  private void deliveryArrived() {
    deliveries.ifPresent(DeliveryLoop::wake);
  }

  /** Takes notice of a verification or denial. */
  private void changed(TopicSubscription subscription) {
    afterLoss(subscription);
    if (TopicPlan.isHopeless(subscription)) {
      plan(subscription.feed());
    }
    loop.wake();
  }

  @Override
  public boolean isProven(int feed, Subscription subscription, Instant now) {
    return subscription.hub().isOn()
        && callbackBase().isPresent()
        && isProven(store.topics().ofFeed(feed), now);
  }

  private static boolean isProven(List<TopicSubscription> subscriptions, Instant now) {
    return subscriptions.stream()
        .anyMatch(it -> it.isActive(now) && it.received().evidence().isProven());
  }

  @Override
  public void polled(Report report) {
    if (callbackBase().isEmpty()) {
      return;
    }
    try {
      var stored = store.topics().ofFeed(report.feed());
      stored.forEach(each -> learn(each, report));
      if (report.info().isPresent()) {
        wish(report.feed(), wish(report));
        if (!changes(report.feed(), stored).isEmpty()) {
          plan(report.feed());
          loop.wake();
        }
      }
    } catch (StoreException e) {
      log.debug(
          "A poll of feed {} taught nothing about its hub: {}", report.feed(), e.getMessage());
    } catch (RuntimeException e) {
      health.unexpected(NAME, report.subscription().id().value(), e);
    }
  }

  private Optional<HubWish> wish(Report report) {
    return report
        .info()
        .flatMap(info -> HubWish.of(report.subscription(), info, report.address(), callbackBase()));
  }

  private void wish(int feed, Optional<HubWish> wish) {
    if (wish.isPresent()) {
      wishes.put(feed, wish.get());
    } else {
      wishes.remove(feed);
    }
  }

  /**
   * Notes which new entries a poll brought, if the hub could have delivered them: the subscription
   * was active since before the previous poll.
   */
  private void learn(TopicSubscription subscription, Report report) {
    boolean could =
        subscription.isActive(report.at())
            && subscription
                .course()
                .since()
                .filter(since -> report.before().filter(at -> !since.isAfter(at)).isPresent())
                .isPresent();
    var fresh = could ? report.fresh() : List.<Long>of();
    if (!fresh.isEmpty() || !subscription.received().evidence().suspects().isEmpty()) {
      store
          .topics()
          .change(
              subscription.path(),
              stored -> {
                var evidence = stored.received().evidence().polled(fresh, report.at());
                var received = stored.received().withEvidence(evidence);
                return List.of(new TopicChange.Put(stored.withReceived(received)));
              });
    }
  }

  private List<TopicChange> changes(int feed, List<TopicSubscription> stored) {
    return new TopicPlan(
            Optional.ofNullable(wishes.get(feed)), feed, clock.instant(), this::unguessable)
        .changes(stored);
  }

  private String unguessable() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Begins and ends subscriptions of a feed as wished. */
  private void plan(int feed) {
    var now = clock.instant();
    var proven = new boolean[1];
    store
        .topics()
        .plan(
            feed,
            stored -> {
              proven[0] = isProven(stored, now);
              return changes(feed, stored);
            });
    if (proven[0] && !isProven(store.topics().ofFeed(feed), now)) {
      pollSoon(feed);
    }
  }

  /** Polls a feed soon that was polled less often because its hub delivered. */
  private void pollSoon(int feed) {
    var name = store.topics().name(feed);
    reader.ifPresent(it -> name.ifPresent(it::poll));
  }

  private Duration step() {
    if (edited) {
      edited = false;
      try {
        planAll();
      } catch (RuntimeException e) {
        edited = true;
        throw e;
      }
    }
    if (callbackBase().isEmpty()) {
      return MAX_REST;
    }
    int room = MAX_AT_ONCE - underWay.get();
    if (room <= 0 || loop.isClosed()) {
      return MAX_REST;
    }
    var now = clock.instant();
    var taken = store.topics().takeDue(now, room, it -> Courses.asked(it, now, now.plus(LEASE)));
    for (var subscription : taken) {
      underWay.incrementAndGet();
      threads.execute(() -> run(subscription));
    }
    return taken.isEmpty() ? rest() : MIN_REST;
  }

  private Duration rest() {
    var wait =
        store
            .topics()
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due))
            .orElse(MAX_REST);
    return Loop.rest(wait, MIN_REST, MAX_REST);
  }

  /** Compares the subscriptions of all feeds with the settings. */
  private void planAll() {
    var base = callbackBase();
    say(base);
    wishes.clear();
    if (base.isEmpty()) {
      forgetEnded();
      return;
    }
    for (var feed : store.feeds().all()) {
      Optional.ofNullable(feeds.get(feed.id()))
          .flatMap(it -> feed.info().flatMap(info -> HubWish.of(it, info, address(feed), base)))
          .ifPresent(wish -> wishes.put(feed.number(), wish));
    }
    var stored =
        store.topics().all().stream().collect(Collectors.groupingBy(TopicSubscription::feed));
    stored.forEach(
        (feed, subscriptions) -> {
          if (!changes(feed, subscriptions).isEmpty()) {
            plan(feed);
          }
        });
    wishes.keySet().stream().filter(feed -> !stored.containsKey(feed)).forEach(this::plan);
  }

  /** Removes the subscriptions that no longer last, while none can be renewed. */
  private void forgetEnded() {
    for (var each : store.topics().all()) {
      if (!each.isActive(clock.instant())) {
        store.topics().change(each.path(), it -> List.of(new TopicChange.Remove(it.path())));
      }
    }
  }

  private static URI address(FeedStatus feed) {
    return feed.state().address().orElse(feed.url());
  }

  /** Logs once why nothing is subscribed. */
  private void say(Optional<String> base) {
    if (!said.equals(Optional.of(base.isPresent()))) {
      said = Optional.of(base.isPresent());
      if (base.isEmpty()) {
        log.info(
            "Hubs are not asked to deliver entries, because {}",
            settings.publicUrl().isPresent()
                ? "they cannot reach public-url"
                : "feeds.yml has no public-url");
      }
    }
  }

  private void run(TopicSubscription subscription) {
    var host = WebAddress.host(URI.create(subscription.hub())).orElse("");
    var place = hubs.computeIfAbsent(host, _ -> new Semaphore(MAX_PER_HUB));
    try {
      place.acquire();
      try {
        ask(subscription);
      } finally {
        place.release();
      }
    } catch (CancellationException _) {
      // The program ends; the request is repeated when its lease ends.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      log.debug("The answer of {} was not stored: {}", host, e.getMessage());
    } catch (RuntimeException | Error e) {
      health.unexpected(NAME, host, e);
    } finally {
      underWay.decrementAndGet();
      loop.wake();
    }
  }

  private void ask(TopicSubscription subscription) {
    var path = subscription.path();
    if (Courses.isOver(subscription, clock.instant())) {
      store.topics().change(path, _ -> List.of(new TopicChange.Remove(path)));
      return;
    }
    afterLoss(subscription);
    if (isToBeReplaced(subscription)) {
      plan(subscription.feed());
      return;
    }
    var reply =
        client.send(
            SubscribeRequest.of(subscription, Courses.mode(subscription)),
            TIMEOUT,
            settings.polling());
    var refusal = SubscribeRequest.refusal(subscription, reply);
    var after =
        store
            .topics()
            .change(
                path,
                stored ->
                    stored.course().due().equals(subscription.course().due())
                        ? List.of(new TopicChange.Put(answered(stored, refusal)))
                        : List.of());
    refusal.ifPresent(
        it -> log.debug("The hub of feed {} refuses: {}", subscription.feed(), it.why()));
    if (after.filter(this::isToBeReplaced).isPresent()) {
      plan(subscription.feed());
    }
  }

  /** Polls the feed soon if its hub delivered its entries and no longer does. */
  private void afterLoss(TopicSubscription subscription) {
    boolean lost =
        subscription.received().evidence().isProven()
            && subscription.state() != State.LEAVING
            && !subscription.isActive(clock.instant());
    if (lost) {
      pollSoon(subscription.feed());
      store
          .topics()
          .change(
              subscription.path(),
              stored -> {
                var evidence = stored.received().evidence().afterGap();
                var received = stored.received().withEvidence(evidence);
                return List.of(new TopicChange.Put(stored.withReceived(received)));
              });
    }
  }

  private TopicSubscription answered(
      TopicSubscription stored, Optional<SubscribeRequest.Refused> refusal) {
    var now = clock.instant();
    return refusal
        .map(it -> Courses.failed(stored, it.why(), it.retryAfter(), now))
        .orElseGet(() -> Courses.accepted(stored, now));
  }

  /** Returns whether another hub of the feed should be tried. */
  private boolean isToBeReplaced(TopicSubscription subscription) {
    var wish = Optional.ofNullable(wishes.get(subscription.feed()));
    return TopicPlan.isHopeless(subscription)
        && wish.filter(it -> it.hubs().size() > 1).isPresent();
  }

  /** Ends the requests to hubs and the reading of deliveries. Nothing is unsubscribed. */
  @Override
  public void close() {
    client.close();
    loop.close();
    deliveries.ifPresent(DeliveryLoop::close);
    MessageThreads.end(threads);
  }
}
