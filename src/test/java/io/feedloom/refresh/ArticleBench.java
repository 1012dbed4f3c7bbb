package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Loopback;
import io.feedloom.parse.FeedParser;
import io.feedloom.push.subscriber.PushWatch;
import io.feedloom.store.Store;
import io.feedloom.store.api.ArticleDelay;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** Polls and fetches pages step by step, on the caller's thread and by the test's own clock. */
final class ArticleBench implements AutoCloseable {
  private static final PollingSettings POLLING =
      Running.polling(Duration.ofSeconds(50), Duration.ofHours(1), Duration.ofMinutes(15));

  private final StorageSettings settings;
  private final Path folder;
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();
  private final Hosts hosts =
      new Hosts(
          Duration.ofSeconds(30),
          nanos::get,
          (wait, task) -> {
            nanos.addAndGet(wait.toNanos());
            task.run();
          });
  private List<Subscription> feeds = List.of();
  private List<Rule> rules = List.of();
  private Store store;
  private Fetcher fetcher;
  private Poll poll;
  private ArticleWork work;

  ArticleBench(StorageSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    openAll();
  }

  private void openAll() {
    store = Store.open(settings, folder);
    fetcher = Loopback.fetcher(_ -> List.of("127.0.0.1"), ArticleBench::tls);
    var holds = new ActiveHolds(store);
    poll = new Poll(store, fetcher, new FeedParser(), time::get, holds, PushWatch.NONE);
    var turns = new HostTurns(hosts, Duration.ofSeconds(30));
    work = new ArticleWork(store, fetcher, time::get, holds, turns);
  }

  private static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Store store() {
    return store;
  }

  private Watchlist list() {
    return Watchlist.of(POLLING, rules, feeds);
  }

  void subscribe(Subscription... all) {
    feeds = List.of(all);
    store.feeds().subscribe(feeds, time.get());
  }

  /** Uses these rules for entries that arrive or change from now on. */
  void use(Rule... all) {
    rules = List.of(all);
  }

  void pass(Duration duration) {
    time.set(time.get().plus(duration));
  }

  /** Polls a feed now. */
  List<Arrival> poll(String id) {
    var name = new FeedId(id);
    var due = store.leases().take(name, time.get(), Duration.ofMinutes(5)).orElseThrow();
    var feed = list().find(name).orElseThrow();
    return switch (poll.run(due, feed, list(), _ -> Optional.empty(), () -> {})) {
      case Poll.Result.Stored stored -> stored.arrivals();
      case Poll.Result.NotStored failed -> throw new AssertionError(failed.why());
    };
  }

  /** Fetches all pages that are due, one after the other. */
  List<Arrival> work() {
    work.refreshHolds();
    var arrivals = new ArrayList<Arrival>();
    var due = new ArrayDeque<>(work.take(1_000, list()));
    while (!due.isEmpty()) {
      var job = due.remove();
      var step = work.begin(job, list());
      arrivals.addAll(step.arrivals());
      if (step.next() instanceof ArticleWork.Next.Request request) {
        step = work.run(job, request, list(), () -> {});
        arrivals.addAll(step.arrivals());
      }
      if (step.next() instanceof ArticleWork.Next.Later(ArticleDelay delay)) {
        work.postpone(List.of(delay));
      }
      if (due.isEmpty()) {
        due.addAll(work.take(1_000, list()));
      }
    }
    return arrivals;
  }

  /** Fetches pages for some hours, also those that are due again meanwhile. */
  void workAll() {
    for (int i = 0; i < 20; i++) {
      work();
      pass(Duration.ofMinutes(10));
    }
  }

  /** Leases the pages that are due, as a process that is killed then. */
  void takeAndForget() {
    work.take(1_000, list());
  }

  int refetch(String id, Optional<Instant> since) {
    return store.articles().refetch(new FeedId(id), since, time.get());
  }

  void reopen() {
    close();
    openAll();
  }

  @Override
  public void close() {
    fetcher.close();
    store.close();
  }
}
