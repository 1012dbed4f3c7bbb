package io.feedloom.cli;

import io.feedloom.config.Fault;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedId;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.FeedsWatch;
import io.feedloom.refresh.Follower;
import io.feedloom.refresh.Housekeeper;
import io.feedloom.refresh.Judge;
import io.feedloom.refresh.Refresher;
import io.feedloom.refresh.TextFollower;
import io.feedloom.refresh.Watchlist;
import io.feedloom.serve.Operator;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: the rooms wired together. The two clocks meet only at the store. */
final class Program implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Program.class);

  private final Environment environment;
  private final Store store;
  private final Server server;
  private final Refresher refresher;
  private final Judge judge;
  private final Housekeeper housekeeper;
  private final Follower follower;
  private final TextFollower texts;
  private final FeedsWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Settings settings;

  /**
   * Opens the store and wires everything.
   *
   * @param stamp of the files, taken before they were read
   * @param folder that relative paths are taken from
   * @param read reads the files again
   * @throws StoreException if the store cannot be opened
   */
  Program(
      Environment environment,
      Loaded.Valid first,
      String stamp,
      Path folder,
      Supplier<Loaded> read) {
    this.environment = environment;
    this.settings = first.settings();
    this.store = Store.open(settings.storage(), folder);
    var clock = environment.clock();
    var groups = store.subscribe(settings.subscriptions(), clock.instant());
    this.server = new Server(store, settings, groups, operator(), clock);
    var fetcher = new Fetcher(() -> environment.userAgent(settings), clock);
    this.refresher =
        new Refresher(
            store, fetcher, new FeedParser(), clock, watchlist(settings), server::arrived);
    this.judge = new Judge(store, watchlist(settings), server::changed);
    this.housekeeper = new Housekeeper(store, clock, keeping(settings), server::changed);
    this.follower = new Follower(store, server::arrived, server::forget);
    this.texts = new TextFollower(store);
    this.watch = new FeedsWatch(first, stamp, read, this::reloaded);
  }

  /** Listens, begins to poll and to watch the files; returns the port. */
  int start() throws Server.CannotListen {
    int port = server.start();
    refresher.start();
    judge.start();
    housekeeper.start();
    if (store.isShared()) {
      follower.start();
    }
    texts.start();
    watch.start();
    return port;
  }

  private static Watchlist watchlist(Settings settings) {
    return Watchlist.of(settings.polling(), settings.rules(), settings.subscriptions());
  }

  private static Housekeeper.Plan keeping(Settings settings) {
    return Housekeeper.Plan.of(settings.retention(), settings.subscriptions());
  }

  private Operator operator() {
    return new Operator() {
      @Override
      public boolean refresh(FeedId id) {
        return refresher.refresh(id);
      }

      @Override
      public int underWay() {
        return refresher.underWay();
      }

      @Override
      public boolean isPolling() {
        return refresher.isPolling();
      }

      @Override
      public Optional<String> trouble() {
        return refresher.trouble();
      }

      @Override
      public long unexpected() {
        return refresher.unexpected();
      }

      @Override
      public List<Fault> reload() {
        return switch (watch.reload()) {
          case Loaded.Valid _ -> List.of();
          case Loaded.Invalid invalid -> invalid.faults();
        };
      }
    };
  }

  private void reloaded(Loaded loaded) {
    switch (loaded) {
      case Loaded.Valid valid -> use(valid.settings());
      case Loaded.Invalid invalid -> {
        log.error("feeds.yml has faults; what was in force stays in force");
        invalid.faults().forEach(fault -> log.error("{}", fault));
        server.faults(invalid.faults());
      }
    }
  }

  /**
   * The refresher hears of new feeds before the store does: what it takes from the store and does
   * not know, it would leave until the lease ends.
   */
  private void use(Settings next) {
    refresher.use(watchlist(next));
    try {
      var groups = store.subscribe(next.subscriptions(), environment.clock().instant());
      server.use(next, groups);
      refresher.wake();
      judge.use(watchlist(next));
      housekeeper.use(keeping(next));
    } catch (StoreException e) {
      refresher.use(watchlist(settings));
      log.error("feeds.yml was read, but its feeds could not be stored: {}", e.getMessage());
      return;
    }
    log.info("feeds.yml reloaded: {} feeds", next.subscriptions().size());
    if (!sameProcess(next)) {
      log.warn("A change of server.host, server.port or storage takes effect at the next start");
    }
    settings = next;
  }

  private boolean sameProcess(Settings next) {
    return next.server().host().equals(settings.server().host())
        && next.server().port() == settings.server().port()
        && next.storage().equals(settings.storage());
  }

  /** Ends in order: no more reloads, no more polls, no more answers, then the store. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      follower.close();
      texts.close();
      housekeeper.close();
      judge.close();
      refresher.close();
      server.close();
      store.close();
    }
  }
}
