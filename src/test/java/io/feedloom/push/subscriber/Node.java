package io.feedloom.push.subscriber;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.RetentionSettings;
import io.feedloom.config.ServerSettings;
import io.feedloom.config.Settings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Secret;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Refresher;
import io.feedloom.refresh.Watchlist;
import io.feedloom.serve.IdleActions;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * One process with everything that subscriptions need: a store, polls, a server at its public
 * address, and a subscriber.
 */
final class Node implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Health health;
  private final Store store;
  private final Server server;
  private final Subscriber subscriber;
  private final Refresher refresher;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final int port;
  private Settings settings;

  /**
   * Starts a process whose public address leads to itself.
   *
   * @param publicUrl the public address if it is another one; blank for none
   */
  Node(
      Path folder,
      StorageSettings storage,
      InstantSource clock,
      Optional<String> publicUrl,
      List<Subscription> feeds)
      throws Server.CannotListen {
    this.clock = clock;
    health =
        new Health(
            clock,
            error -> {
              throw new AssertionError(error);
            });
    store = Store.open(storage, folder);
    settings = settings(Optional.empty(), storage, feeds);
    var groups = store.feeds().subscribe(feeds, clock.instant());
    UserAgent agent = new UserAgent("test", Optional.empty(), 1);
    subscriber = new Subscriber(store, new WebClient(() -> agent), settings, clock, health);
    server =
        new Server(
            store, settings, groups, new IdleActions(), clock, health, subscriber.callbacks());
    port = server.start();
    settings =
        settings(
            Optional.of(publicUrl.orElse("http://127.0.0.1:" + port))
                .filter(url -> !url.isBlank())
                .map(URI::create),
            storage,
            feeds);
    server.use(settings, groups);
    subscriber.use(settings);
    refresher =
        new Refresher(
            store,
            new Fetcher(() -> agent, clock),
            new FeedParser(),
            clock,
            watchlist(settings),
            arrivals::addAll,
            health,
            subscriber);
    refresher.replan(Optional.empty());
    refresher.start();
    subscriber.start(refresher.deliveries());
  }

  private static Watchlist watchlist(Settings settings) {
    return Watchlist.of(settings.polling(), List.of(), settings.subscriptions());
  }

  private static Settings settings(
      Optional<URI> publicUrl, StorageSettings storage, List<Subscription> feeds) {
    var polling =
        new PollingSettings(
            Duration.ofHours(1),
            MINUTE,
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            1 << 20,
            50,
            Duration.ofNanos(1),
            Map.of(),
            List.of(AddressBlock.parse("127.0.0.0/8")));
    return new Settings(
        "Test",
        publicUrl,
        new ServerSettings("127.0.0.1", 0, Optional.of(new Secret("admin-token")), List.of(), true),
        storage,
        polling,
        RetentionSettings.DEFAULT,
        feeds,
        List.of(),
        Map.of(),
        Map.of());
  }

  /** Puts other feeds into force, as a reload does. */
  void use(List<Subscription> feeds) {
    settings = settings(settings.publicUrl(), settings.storage(), feeds);
    refresher.use(watchlist(settings));
    var groups = store.feeds().subscribe(feeds, clock.instant());
    server.use(settings, groups);
    subscriber.use(settings);
    refresher.wake();
  }

  Callbacks callbacks() {
    return subscriber.callbacks();
  }

  Store store() {
    return store;
  }

  int port() {
    return port;
  }

  Health health() {
    return health;
  }

  Queue<Arrival> arrivals() {
    return arrivals;
  }

  FeedStatus feed(String id) {
    return store.feeds().byId(new FeedId(id)).orElseThrow();
  }

  /** Returns the subscriptions of a feed. */
  List<TopicSubscription> topics(String id) {
    return store.topics().byFeed().getOrDefault(new FeedId(id), List.of());
  }

  /** Returns the only subscription of a feed. */
  TopicSubscription topic(String id) {
    var topics = topics(id);
    if (topics.size() != 1) {
      throw new AssertionError("subscriptions: " + topics);
    }
    return topics.getFirst();
  }

  /** Returns the titles of the stored entries of a feed, the newest first. */
  List<String> titles(String id) {
    return entries(id).stream().map(entry -> entry.entry().title()).toList();
  }

  List<StoredEntry> entries(String id) {
    return store
        .entries()
        .newest(
            new Scan(
                List.of(new Scan.OfFeed(new FeedId(id), List.of())),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                500));
  }

  /** Polls a feed now and waits until the result is stored. */
  void poll(String id) throws InterruptedException {
    var now = clock.instant();
    await("the poll begins", () -> refresher.refresh(new FeedId(id)) || wasPolled(id, now));
    await("the poll ends", () -> wasPolled(id, now) && refresher.underWay() == 0);
  }

  private boolean wasPolled(String id, Instant at) {
    return feed(id).state().lastPoll().equals(Optional.of(at));
  }

  /** Waits until a feed was polled at this time. */
  void awaitPolled(String id, Instant at) throws InterruptedException {
    await(id + " is polled", () -> wasPolled(id, at) && refresher.underWay() == 0);
  }

  /** Reads a page of the server as the admin. */
  String page(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer admin-token")
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what);
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    subscriber.close();
    refresher.close();
    server.close();
    store.close();
  }
}
