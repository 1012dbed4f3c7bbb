package io.feedloom.cli;

import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.parse.FeedParser;
import io.feedloom.push.alert.Alerts;
import io.feedloom.push.alert.WebhookMessages;
import io.feedloom.push.hub.Hub;
import io.feedloom.push.notify.Notifier;
import io.feedloom.push.subscriber.Subscriber;
import io.feedloom.refresh.FeedsWatch;
import io.feedloom.refresh.Follower;
import io.feedloom.refresh.Housekeeper;
import io.feedloom.refresh.NodeReports;
import io.feedloom.refresh.Refresher;
import io.feedloom.refresh.RemoteLists;
import io.feedloom.refresh.RuleApplier;
import io.feedloom.refresh.SharedConfiguration;
import io.feedloom.refresh.TextFollower;
import io.feedloom.refresh.Watchlist;
import io.feedloom.schedule.Silence;
import io.feedloom.serve.AdminActions;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.NodeState;
import io.feedloom.store.api.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: it connects the rooms. Polling and serving meet only at the store. */
final class Program implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Program.class);

  private final Environment environment;
  private final Health health;
  private final Store store;
  private final Server server;
  private final Refresher refresher;
  private final Subscriber subscriber;
  private final RuleApplier ruleApplier;
  private final Housekeeper housekeeper;
  private final HeapTrim heap;
  private final Follower follower;
  private final TextFollower texts;
  private final Alerts alerts;
  private final Notifier notifier;
  private final RemoteLists lists;
  private final FeedsWatch watch;
  private final Hub hub;
  private final ExportLoop export;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final SharedConfiguration configuration;
  private final NodeReports reports;
  private final UUID process = UUID.randomUUID();
  private final Instant started;
  private final String node;
  private final AtomicLong arrivals = new AtomicLong();
  private volatile boolean draining;
  private volatile SharedConfiguration.Choice inForce;
  private volatile Settings settings;

  /**
   * Opens the store and wires everything.
   *
   * @param node how this process takes part in the work of several nodes
   * @param folder the folder against which relative paths are resolved
   * @param read reads the files again
   * @param readCommon reads files that another node stored
   * @throws StoreException if the store cannot be opened
   */
  Program(
      Environment environment,
      Loaded.Valid first,
      NodeOptions node,
      Path folder,
      Supplier<Loaded> read,
      SharedConfiguration.Reader readCommon) {
    this.environment = environment;
    this.node = node.name();
    var clock = environment.clock();
    this.started = clock.instant();
    this.health = new Health(clock, this::endForLackOfMemory);
    this.store = Store.open(first.settings().storage(), folder);
    this.configuration =
        new SharedConfiguration(store, readCommon, node.name(), node.onlyServesIfOlder(), clock);
    var choice = configuration.choose(first);
    this.settings = choice.settings();
    this.inForce = choice;
    var groups = choice.complete();
    this.subscriber =
        new Subscriber(
            store, new WebClient(() -> environment.userAgent(settings)), settings, clock, health);
    this.server =
        new Server(store, settings, groups, operator(), clock, health, subscriber.callbacks());
    this.hub =
        new Hub(
            store,
            server.topics(),
            new WebClient(() -> environment.userAgent(settings)),
            () -> settings.polling(),
            clock,
            server.hubCounters(),
            health);
    server.onHubRequest(hub::requested);
    this.notifier =
        new Notifier(
            store,
            new WebClient(() -> environment.userAgent(settings)),
            server.notifyEntries(),
            settings,
            clock,
            health);
    this.alerts =
        new Alerts(
            store,
            settings.alerts(),
            new WebhookMessages(notifier, () -> settings.publicUrl()),
            Silence::probability,
            clock,
            health);
    var fetcher = new Fetcher(() -> environment.userAgent(settings), clock);
    var watchlist = watchlist(settings);
    this.refresher =
        new Refresher(
            store, fetcher, new FeedParser(), clock, watchlist, this::polled, health, subscriber);
    if (choice.works()) {
      refresher.replan(Optional.empty());
    }
    this.ruleApplier = new RuleApplier(store, watchlist, clock, this::changed, health);
    this.heap = new HeapTrim(health);
    this.housekeeper = new Housekeeper(store, clock, keeping(settings), this::changed, health);
    this.follower = new Follower(store, this::arrived, server::forget, health);
    this.texts = new TextFollower(store, health);
    this.export = new ExportLoop(() -> settings, health);
    this.lists =
        new RemoteLists(
            new Fetcher(() -> environment.userAgent(settings), clock),
            () -> settings.polling(),
            first.lists(),
            clock,
            health);
    this.watch = new FeedsWatch(first, read, this::use, configuration::isOutdated, this::reloaded);
    this.reports = new NodeReports(store, this::state, health);
    pause(!choice.works());
    reloaded(choice.outcome());
    if (choice.outcome() instanceof Reloaded.Older older) {
      FeedsWatch.log(older);
    }
  }

  /** Starts to listen, to poll and to watch the files. Returns the port that it listens on. */
  int start() throws Server.CannotListen {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, fault) -> health.uncaught(thread.getName(), fault));
    int port = server.start();
    notifier.start();
    refresher.start();
    subscriber.start(refresher.deliveries());
    ruleApplier.start();
    housekeeper.start();
    heap.start();
    if (store.storage().isShared()) {
      follower.start();
      store.listen(follower::wake, watch::wake);
      reports.start();
    }
    texts.start();
    hub.start();
    alerts.start();
    export.start(port);
    watch.start();
    lists.start();
    return port;
  }

  /** Reads the files again, even if they did not change. */
  void reload() {
    log.info("SIGHUP: reading feeds.yml again");
    watch.reload();
  }

  private void reloaded(Reloaded outcome) {
    server.reloaded(outcome);
    alerts.reloaded(outcome);
  }

  /** Ends the process. Stored data is safe, as after a kill, and a supervisor restarts it. */
  private void endForLackOfMemory(Throwable error) {
    try {
      environment.err().println("Feedloom ran out of memory and exits: " + error);
      environment.err().flush();
    } finally {
      Runtime.getRuntime().halt(Exit.OUT_OF_MEMORY);
    }
  }

  private NodeState state() {
    return new NodeState(
        process,
        node,
        environment.version(),
        started,
        draining
            ? NodeState.Work.DRAINING
            : inForce.works() ? NodeState.Work.ALL : NodeState.Work.SERVING,
        inForce.revision(),
        refresher.underWay(),
        refresher.polls(),
        arrivals.get(),
        Duration.ZERO);
  }

  /** Receives the arrivals of polls of this node. */
  private void polled(List<Arrival> news) {
    arrivals.addAndGet(news.size());
    arrived(news);
    announce();
  }

  private void arrived(List<Arrival> arrivals) {
    server.arrived(arrivals);
    hub.wake();
    notifier.arrived();
  }

  private void changed(List<Arrival> arrivals) {
    server.changed(arrivals);
    hub.wake();
    notifier.arrived();
    announce();
  }

  private void announce() {
    if (store.storage().isShared()) {
      follower.announce();
    }
  }

  private static Watchlist watchlist(Settings settings) {
    return Watchlist.of(settings.polling(), settings.rules(), settings.subscriptions());
  }

  private static Housekeeper.Plan keeping(Settings settings) {
    return Housekeeper.Plan.of(settings.retention(), settings.subscriptions());
  }

  private AdminActions operator() {
    return new AdminActions() {
      @Override
      public boolean refresh(FeedId id) {
        return refresher.refresh(id);
      }

      @Override
      public List<Incident> incidents(int most) {
        return alerts.newest(most);
      }

      @Override
      public List<Incident> openIncidents() {
        return alerts.open();
      }

      @Override
      public int underWay() {
        return refresher.underWay();
      }

      @Override
      public boolean resume(String webhook) {
        return notifier.resume(webhook);
      }

      @Override
      public Reloaded reload() {
        return watch.reload();
      }
    };
  }

  /**
   * Applies the configuration in force: that of the file or, if several nodes share the database, a
   * newer one. The refresher gets the new feeds before the store does. Otherwise it would lease
   * feeds that it does not know. With several nodes, this cannot be avoided, and it gives such
   * feeds back.
   */
  private Reloaded use(Loaded.Valid file) {
    var before = watchlist(settings);
    boolean done = false;
    if (!store.storage().isShared()) {
      refresher.use(watchlist(file.settings()));
    }
    try {
      var choice = configuration.choose(file);
      refresher.use(watchlist(choice.settings()));
      lists.use(file.lists());
      done = true;
      return use(choice, before);
    } finally {
      if (!done) {
        refresher.use(before);
      }
    }
  }

  private Reloaded use(SharedConfiguration.Choice choice, Watchlist before) {
    var next = choice.settings();
    pause(!choice.works());
    if (choice.outcome() instanceof Reloaded.Older) {
      server.reloaded(choice.outcome()); // refuses requests if the new settings cannot be read
    }
    if (choice.moves()) {
      server.use(next, choice.groups());
    }
    server.use(next, choice.complete());
    if (choice.works()) {
      boolean own = choice.outcome() instanceof Reloaded.InForce;
      refresher.replan(own ? Optional.of(before) : Optional.empty());
      refresher.wake();
      subscriber.use(next);
      ruleApplier.use(watchlist(next));
      housekeeper.use(keeping(next));
      notifier.use(next);
      alerts.use(next.alerts());
    }
    hub.wake();
    export.wake();
    LogSetup.apply(next.log());
    var later = atNextStart(settings, next);
    log.info("feeds.yml reloaded: {} feeds", next.subscriptions().size());
    if (!later.isEmpty()) {
      log.warn("A change of {} takes effect at the next start", String.join(", ", later));
    }
    settings = next;
    inForce = choice;
    reports.wake();
    return choice.outcome() instanceof Reloaded.InForce now
        ? new Reloaded.InForce(now.faults(), later)
        : choice.outcome();
  }

  /** Stops everything but serving, or begins again. */
  private void pause(boolean pauses) {
    refresher.pause(pauses);
    subscriber.pause(pauses);
    ruleApplier.pause(pauses);
    housekeeper.pause(pauses);
    notifier.pause(pauses);
    alerts.pause(pauses);
  }

  private static List<String> atNextStart(Settings before, Settings next) {
    var later = new ArrayList<String>();
    if (!next.server().host().equals(before.server().host())) {
      later.add("server.host");
    }
    if (next.server().port() != before.server().port()) {
      later.add("server.port");
    }
    if (!next.storage().equals(before.storage())) {
      later.add("storage");
    }
    return later;
  }

  /**
   * Prepares the end: reports that this node is not ready, gives back its leases, hands over its
   * deliveries, and serves for a while, until load balancers have noticed.
   *
   * @param time how long
   */
  void drain(Duration time) throws InterruptedException {
    if (time.isZero() || closed.get()) {
      return;
    }
    draining = true;
    log.info("Ends in {} s; other nodes take over", time.toSeconds());
    server.drain();
    long end = System.nanoTime() + time.toNanos();
    watch.close();
    refresher.handOver();
    reports.wake();
    ruleApplier.close();
    housekeeper.close();
    alerts.close();
    subscriber.close();
    hub.close();
    notifier.close();
    Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    server.endStreams();
  }

  /** Stops the parts in this order: reloads, polls, answers, store. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      export.close();
      lists.close();
      alerts.close();
      follower.close();
      if (store.storage().isShared()) {
        reports.close();
      }
      texts.close();
      housekeeper.close();
      heap.close();
      ruleApplier.close();
      subscriber.close();
      refresher.close();
      hub.close();
      notifier.close();
      server.close();
      store.close();
    }
  }
}
