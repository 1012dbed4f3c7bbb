package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Loopback;
import io.feedloom.parse.FeedParser;
import io.feedloom.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * A refresher at work on a store on disk, for which names lead where a test says. It can be
 * restarted.
 */
final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Function<String, List<String>> names;
  private final SSLContext tls;
  private final PollingSettings polling;
  private final InstantSource clock;
  private final List<Subscription> feeds = new ArrayList<>();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private Store store;
  private Refresher refresher;

  Running(
      Path folder,
      Function<String, List<String>> names,
      SSLContext tls,
      PollingSettings polling,
      InstantSource clock) {
    this.folder = folder;
    this.names = names;
    this.tls = tls;
    this.polling = polling;
    this.clock = clock;
    this.store = open();
    this.refresher = made();
  }

  /** Polling within so much time of feeds that are on this machine. */
  static PollingSettings polling(Duration timeout, Duration every, Duration min) {
    var usual = PollingSettings.DEFAULT;
    return new PollingSettings(
        every,
        min,
        usual.max(),
        timeout,
        1 << 21,
        usual.perHost(),
        usual.spacing(),
        Map.of(),
        List.of(AddressBlock.parse("127.0.0.0/8")));
  }

  private Store open() {
    return Store.open(StorageSettings.ofUrl("jdbc:h2:./data/feedloom"), folder);
  }

  private Refresher made() {
    Fetcher fetcher = Loopback.fetcher(names, () -> tls);
    return new Refresher(
        store,
        fetcher,
        new FeedParser(),
        clock,
        Watchlist.of(polling, List.of(), feeds),
        arrivals::addAll);
  }

  /** Subscribes to one more feed. */
  void add(String name, URI url) {
    var plain = Subscription.of(url, Set.of());
    feeds.add(
        new Subscription(
            new FeedId(name),
            url,
            plain.title(),
            plain.tags(),
            plain.adoptsCategories(),
            plain.every(),
            plain.auth(),
            plain.headers(),
            plain.include(),
            plain.exclude()));
  }

  void start() {
    store.subscribe(feeds, clock.instant());
    refresher.use(Watchlist.of(polling, List.of(), feeds));
    refresher.start();
  }

  void stop() {
    refresher.close();
    store.close();
  }

  void restart() {
    restart(() -> {});
  }

  /** Does something to the store's files between. */
  void restart(Runnable between) {
    stop();
    between.run();
    store = open();
    refresher = made();
    start();
  }

  Store store() {
    return store;
  }

  Refresher refresher() {
    return refresher;
  }

  FeedStatus feed(String name) {
    return store.feed(new FeedId(name)).orElseThrow();
  }

  Instant now() {
    return clock.instant();
  }

  void awaitPolled(String name) throws InterruptedException {
    await(name + " polled", () -> feed(name).state().outcome() != Outcome.NEW);
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
    stop();
  }
}
