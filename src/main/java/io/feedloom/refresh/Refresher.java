package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.parse.FeedParser;
import io.feedloom.push.subscriber.DeliveryReader;
import io.feedloom.push.subscriber.PushWatch;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of polls: leases the due feeds, polls each on its own virtual thread, and passes on the
 * arrivals. Safe for use by many threads.
 */
public final class Refresher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Refresher.class);

  /**
   * The most feeds that are leased at once, including those that wait for their host. This limits
   * memory.
   */
  private static final int MAX_TAKEN = 10_000;

  /**
   * The heap that one poll needs while it waits for the network, including a small body, in bytes.
   * Polls wait on virtual threads, so only memory limits their number.
   */
  private static final long BYTES_OF_A_POLL = 1 << 17;

  private static final int MAX_UNDER_WAY =
      Math.clamp(Runtime.getRuntime().maxMemory() / BYTES_OF_A_POLL, 500, MAX_TAKEN);

  private static final int BATCH = 1_000;

  /**
   * The longest time between two steps. It also limits how late changes by other processes are
   * noticed.
   */
  private static final Duration MAX_REST = Duration.ofSeconds(1);

  /**
   * The shortest time between two steps, so that feeds which become due one after the other are
   * leased together.
   */
  private static final Duration MIN_REST = Duration.ofMillis(20);

  /** The longest time that a feed waits for its host. It is much shorter than a lease. */
  private static final Duration PATIENCE_IN_LINE = Duration.ofSeconds(30);

  /** How long a feed waits that another node has added a moment ago. */
  private static final Duration UNKNOWN = Duration.ofMillis(100);

  /** How long a feed waits whose poll was broken off, because its publisher got a request. */
  private static final Duration AFTER_BREAKING_OFF = Duration.ofSeconds(10);

  private static final Duration DAY = Duration.ofDays(1);

  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(4);

  private final Store store;
  private final Fetcher fetcher;
  private final Poll poll;
  private final InstantSource clock;
  private final Health health;
  private final Retries retries;
  private final ClockWatch watch;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("turns").factory());
  private final Hosts hosts = new Hosts(PATIENCE_IN_LINE, System::nanoTime, this::after);
  private final ActiveHolds holds;
  private final Semaphore places = new Semaphore(MAX_TAKEN);
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);
  private final AtomicInteger polling = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("poll-", 0).factory());
  private final Loop loop;
  private final HostTurns turns = new HostTurns(hosts, PATIENCE_IN_LINE);
  private final ArticleLoop articles;
  private final PushedDocuments pushed;

  /** The feeds whose settings were edited during their poll, each with the old settings. */
  private final Map<FeedId, Watchlist> unplanned = new ConcurrentHashMap<>();

  /** The leased feeds that wait for their host, by key. */
  private final Map<Integer, Due> waiting = new ConcurrentHashMap<>();

  /** The feeds whose polls were broken off. */
  private final Queue<Due> brokenOff = new ConcurrentLinkedQueue<>();

  private final AtomicLong polls = new AtomicLong();

  private boolean reined;
  private volatile Watchlist watchlist;
  private volatile boolean closed;

  /**
   * @param arrivals receives the arrivals after they are durable; called by many threads
   */
  public Refresher(
      Store store,
      Fetcher fetcher,
      FeedParser parser,
      InstantSource clock,
      Watchlist watchlist,
      Consumer<List<Arrival>> arrivals,
      Health health) {
    this(store, fetcher, parser, clock, watchlist, arrivals, health, PushWatch.NONE);
  }

  /**
   * @param arrivals receives the arrivals after they are durable; called by many threads
   * @param hubs knows which feeds hubs deliver
   */
  public Refresher(
      Store store,
      Fetcher fetcher,
      FeedParser parser,
      InstantSource clock,
      Watchlist watchlist,
      Consumer<List<Arrival>> arrivals,
      Health health,
      PushWatch hubs) {
    this.store = store;
    this.fetcher = fetcher;
    this.holds = new ActiveHolds(store);
    this.poll = new Poll(store, fetcher, parser, clock, holds, hubs);
    this.clock = clock;
    this.watchlist = watchlist;
    this.health = health;
    this.retries = new Retries(store, poll, clock, health, arrivals);
    this.watch = new ClockWatch(clock, System::nanoTime);
    this.loop = new Loop("polling", health, StoreException.class, this::step);
    this.articles =
        new ArticleLoop(
            new ArticleWork(store, fetcher, clock, holds, turns),
            hosts,
            () -> this.watchlist,
            arrivals,
            health);
    this.pushed =
        new PushedDocuments(
            store, parser, clock, () -> this.watchlist, poll::enter, arrivals, this::refresh);
  }

  /** Returns the reader of what hubs deliver. */
  public DeliveryReader deliveries() {
    return pushed;
  }

  /** Starts to poll. */
  public void start() {
    loop.start();
    articles.start();
  }

  /** Replaces the feeds to poll. Running polls end with their old settings. */
  public void use(Watchlist next) {
    watchlist = next;
  }

  /**
   * Makes feeds due if an edit of the settings may have removed the cause of their failure, and
   * plans feeds with another interval again. Must be called at start and after each change of the
   * settings.
   *
   * @param before the settings before the edit, if there were any
   */
  public void replan(Optional<Watchlist> before) {
    var edits = edits(before);
    var concerned = edits.concerned();
    if (concerned.isPresent()) {
      store.feeds().replan(concerned.get(), edits::replan);
    } else {
      store.feeds().replan(edits::replan);
    }
  }

  private Edits edits(Optional<Watchlist> before) {
    return new Edits(before, watchlist, clock.instant(), ThreadLocalRandom.current());
  }

  /** Stops to poll and to fetch pages, or begins again. Running polls end. */
  public void pause(boolean pauses) {
    loop.pause(pauses);
    articles.pause(pauses);
  }

  /** Checks at once which feeds and pages are due. */
  public void wake() {
    loop.wake();
    articles.wake();
  }

  /**
   * Polls one feed now, even if it is not due.
   *
   * @return false if there is no such feed, if it is being polled, or if its host asked us to wait
   */
  public boolean refresh(FeedId id) {
    if (loop.isPaused()) {
      return false;
    }
    var due = store.leases().take(id, clock.instant(), lease());
    return due.isPresent() && beginAlone(due.get());
  }

  private boolean beginAlone(Due due) {
    places.acquireUninterruptibly();
    var later = begin(due);
    postpone(later.stream().toList());
    return later.isEmpty();
  }

  /**
   * Leases no more feeds, and gives those back that wait, so that other nodes can poll them at
   * once. Running polls continue.
   */
  public void handOver() {
    pause(true);
    var now = clock.instant();
    var back = new ArrayList<Postponed>();
    for (var key : List.copyOf(waiting.keySet())) {
      var due = waiting.remove(key);
      if (due != null) {
        back.add(new Postponed(due, now, "the node that had leased it ends"));
      }
    }
    giveBack(back);
  }

  private void giveBack(List<Postponed> feeds) {
    try {
      store.leases().postpone(feeds);
    } catch (StoreException e) {
      log.debug("Leases end by themselves: {}", e.getMessage());
    }
  }

  /** Returns how many polls ran since the start. */
  public long polls() {
    return polls.get();
  }

  /** Returns how many polls are running. */
  public int underWay() {
    return polling.get();
  }

  private Duration step() {
    try {
      if (watch.wentBack() || !reined) {
        reinIn();
        reined = true;
      }
      store.storage().writeFailure().ifPresent(Refresher::refuse);
      retries.settle(watchlist, threads);
      replanUnplanned();
      int taken = takeDue();
      return taken == 0 ? untilNextDue() : taken < BATCH ? MIN_REST : Duration.ZERO;
    } catch (StoreException e) {
      retries.storeFailed();
      throw e;
    }
  }

  /** Throws an exception, so that no feed is polled while results cannot be stored. */
  private static void refuse(String obstacle) {
    throw new StoreException(obstacle);
  }

  private int takeDue() {
    places.acquireUninterruptibly();
    int more = Math.min(places.availablePermits(), BATCH - 1);
    int room = more > 0 && places.tryAcquire(more) ? more + 1 : 1;
    List<Due> taken = List.of();
    try {
      taken = store.leases().takeDue(clock.instant(), room, lease());
    } finally {
      places.release(room - taken.size());
    }
    if (!taken.isEmpty()) {
      refreshHolds();
      postpone(taken.stream().map(this::beginAny).flatMap(Optional::stream).toList());
    }
    return taken.size();
  }

  /**
   * Reads the holds again. After a failure, the leased feeds are still polled, because no other
   * process can lease them for a while.
   */
  private void refreshHolds() {
    try {
      holds.refresh(clock.instant());
    } catch (StoreException e) {
      retries.storeFailed();
    }
  }

  /**
   * Makes feeds due soon if their time is later than any wait can last. A wrong clock planned them.
   */
  private void reinIn() {
    var polling = watchlist.polling();
    var longest = polling.max().compareTo(DAY) > 0 ? polling.max() : DAY;
    int feeds = store.leases().reinIn(clock.instant(), longest.multipliedBy(2), polling.every());
    if (feeds > 0) {
      log.warn("{} feeds were due far in the future: the clock was set back", feeds);
    }
  }

  private Duration lease() {
    return watchlist.polling().timeout().multipliedBy(2).plusMinutes(1);
  }

  private Duration untilNextDue() {
    Optional<Instant> next = store.leases().nextDue();
    var wait = next.map(due -> Duration.between(clock.instant(), due)).orElse(MAX_REST);
    return wait.compareTo(MAX_REST) > 0 ? MAX_REST : wait.isPositive() ? wait : MIN_REST;
  }

  /** Starts a poll. An unexpected exception ends only this poll. */
  private Optional<Postponed> beginAny(Due due) {
    try {
      return begin(due);
    } catch (RuntimeException e) {
      health.unexpected("polling", due.id().value(), e);
      var reason = "a bug in Feedloom ended this poll: " + Health.describe(e);
      return Optional.of(postponed(due, clock.instant(), watchlist.polling().every(), reason));
    }
  }

  /** Starts a poll, and counts it as running until it ends in any way. */
  private Optional<Postponed> begin(Due due) {
    var feed = watchlist.find(due.id());
    if (feed.isEmpty()) {
      return Optional.of(
          postponed(due, clock.instant(), UNKNOWN, "a node took it that did not know it yet"));
    }
    if (!feed.get().enabled()) {
      return Optional.of(new Postponed(due, clock.instant().plus(DAY), PollState.PAUSED));
    }
    var site = site(due);
    return held(due, site).or(() -> enter(due, site));
  }

  private Site site(Due due) {
    return Site.of(due.state().address().orElse(due.url()), watchlist.polling());
  }

  private Optional<Postponed> held(Due due, Site site) {
    var now = clock.instant();
    return holds
        .longestFor(site, now)
        .map(hold -> postponed(due, now, Duration.between(now, hold.until()), hold.reason()));
  }

  private Optional<Postponed> enter(Due due, Site site) {
    var polling = watchlist.polling();
    waiting.put(due.key(), due);
    var turn =
        hosts.enter(
            site,
            place -> {
              if (!closed) {
                threads.execute(() -> pollAt(place, site, due));
              }
            });
    if (turn.isPresent()) {
      waiting.remove(due.key());
    }
    return turn.map(wait -> wait.compareTo(polling.every()) > 0 ? polling.every() : wait)
        .map(
            wait ->
                postponed(
                    due,
                    clock.instant(),
                    wait,
                    "many feeds of %s are due at once, and it gets only a few requests at a time"
                        .formatted(site.line())));
  }

  /**
   * Postpones a feed, by a random time more than the wait. So feeds that wait for the same host do
   * not become due together.
   */
  private static Postponed postponed(Due due, Instant now, Duration wait, String reason) {
    long spread = ThreadLocalRandom.current().nextLong(1_000 + wait.toMillis() / 10);
    return new Postponed(due, now.plus(wait).plusMillis(spread), reason);
  }

  private void postpone(List<Postponed> feeds) {
    places.release(feeds.size());
    retries.postpone(feeds);
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // Tasks that did not run before closing are not needed.
  private void after(Duration time, Runnable task) {
    if (!closed) {
      timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void pollAt(Hosts.Place place, Site site, Due due) {
    underWay.acquireUninterruptibly();
    try (var visit = new HostTurns.Visit(hosts, place)) {
      pollNow(due, site, visit);
    } catch (RuntimeException e) {
      health.unexpected("polling", due.id().value(), e);
    } finally {
      underWay.release();
      places.release();
    }
  }

  private void pollNow(Due due, Site site, HostTurns.Visit visit) {
    var list = watchlist;
    Optional<Subscription> feed = list.find(due.id());
    if (waiting.remove(due.key()) == null) {
      return; // was given back
    }
    if (closed || feed.isEmpty() || leaseIsShort(due, list)) {
      return;
    }
    if (retries.isStoreAway()) {
      retries.leave(due);
      return;
    }
    var held = held(due, site);
    if (held.isPresent()) {
      retries.postpone(held.stream().toList());
      return;
    }
    polling.incrementAndGet();
    polls.incrementAndGet();
    try {
      retries.poll(due, feed.get(), list, address -> turn(due, address), visit::close);
      if (!watchlist.equals(list)) {
        replanAfter(due, list);
      }
    } catch (CancellationException e) {
      brokenOff.add(due);
      log.debug("Polling {} was broken off: {}", due.id(), e.getMessage());
    } catch (RuntimeException | Error e) {
      health.unexpected("polling", due.id().value(), e);
    } finally {
      polling.decrementAndGet();
    }
  }

  /**
   * Waits for permission to send requests to a further host, with the same limits as for the first.
   */
  private Optional<HostTurns.Visit> turn(Due due, URI address) {
    var list = watchlist;
    var site = Site.of(address, list.polling());
    return closed || leaseIsShort(due, list) || holds.longestFor(site, clock.instant()).isPresent()
        ? Optional.empty()
        : turns.take(site);
  }

  /** Plans a feed again if its settings were edited during its poll. */
  private void replanAfter(Due due, Watchlist list) {
    unplanned.put(due.id(), list);
    replanUnplanned();
    wake();
  }

  /** Plans the remaining feeds again. If the store fails, they stay for the next step. */
  private void replanUnplanned() {
    try {
      unplanned.forEach(
          (id, list) -> {
            store.feeds().replan(List.of(id), edits(Optional.of(list))::replan);
            unplanned.remove(id, list);
          });
    } catch (StoreException e) {
      log.debug("Not planned again yet: {}", e.getMessage());
    }
  }

  /**
   * Returns whether a request could last longer than the lease, because the feed waited long for
   * its host. Then the next process that leases the feed polls it.
   */
  private boolean leaseIsShort(Due due, Watchlist list) {
    return clock.instant().plus(list.polling().timeout()).isAfter(due.leasedUntil());
  }

  /**
   * Leases no more feeds, aborts the running requests, and waits a few seconds for results that are
   * being stored. Another node repeats an aborted poll after some seconds, and otherwise the next
   * start does.
   */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    turns.close();
    poll.close();
    articles.stop();
    fetcher.close();
    threads.shutdown();
    try {
      loop.close();
      articles.close();
      if (!threads.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Some polls did not end in time; they will be repeated.");
      }
      giveBackRest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives back the feeds that were not polled, or whose polls were broken off. */
  private void giveBackRest() {
    if (store.storage().isShared()) {
      handOver();
      var until = clock.instant().plus(AFTER_BREAKING_OFF);
      giveBack(
          brokenOff.stream()
              .map(due -> new Postponed(due, until, "the node that polled it ended"))
              .toList());
    }
  }
}
