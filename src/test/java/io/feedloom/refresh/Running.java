package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Loopback;
import io.feedloom.health.Health;
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
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
  private PollingSettings polling;
  private final InstantSource clock;
  private final Health health;
  private final List<Subscription> feeds = new ArrayList<>();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private Watchlist inForce;
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
    this.health =
        new Health(
            clock,
            error -> {
              throw new AssertionError(error);
            });
    this.inForce = Watchlist.of(polling, List.of(), feeds);
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
        arrivals::addAll,
        health);
  }

  /** Subscribes to one more feed. */
  void add(String name, URI url) {
    add(name, url, Optional.empty(), EntryFilter.NONE);
  }

  /** Subscribes to one more feed with credentials. */
  void add(String name, URI url, Optional<Credentials> auth) {
    add(name, url, auth, EntryFilter.NONE);
  }

  /** Subscribes to one more feed without some of its entries. */
  void add(String name, URI url, EntryFilter exclude) {
    add(name, url, Optional.empty(), exclude);
  }

  private void add(String name, URI url, Optional<Credentials> auth, EntryFilter exclude) {
    var plain = Subscription.of(url, Set.of());
    feeds.add(
        new Subscription(
            new FeedId(name),
            url,
            plain.title(),
            plain.tags(),
            plain.adoptsCategories(),
            plain.every(),
            auth,
            plain.headers(),
            plain.include(),
            exclude));
  }

  void start() {
    subscribe();
    begin();
  }

  void subscribe() {
    store.feeds().subscribe(feeds, clock.instant());
  }

  void begin() {
    inForce = Watchlist.of(polling, List.of(), feeds);
    refresher.use(inForce);
    refresher.replan(Optional.empty());
    refresher.start();
  }

  /** Puts edited settings into force while it runs, as a reload does. */
  void edit(PollingSettings settings, UnaryOperator<Subscription> edit) {
    var before = inForce;
    prepare(settings, edit);
    inForce = Watchlist.of(polling, List.of(), feeds);
    refresher.use(inForce);
    store.feeds().subscribe(feeds, clock.instant());
    refresher.replan(Optional.of(before));
    refresher.wake();
  }

  /** Edits the settings without telling the running program, for the next start. */
  void prepare(PollingSettings settings, UnaryOperator<Subscription> edit) {
    polling = settings;
    feeds.replaceAll(edit);
  }

  /** Takes a feed out of the list and puts it in again, each in force for a while. */
  void takeOutAndPutIn(String name) {
    var all = List.copyOf(feeds);
    var polling = this.polling;
    feeds.removeIf(feed -> feed.id().value().equals(name));
    edit(polling, feed -> feed);
    feeds.clear();
    feeds.addAll(all);
    edit(polling, feed -> feed);
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

  Health health() {
    return health;
  }

  Store store() {
    return store;
  }

  Refresher refresher() {
    return refresher;
  }

  FeedStatus feed(String name) {
    return store.feeds().byId(new FeedId(name)).orElseThrow();
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
