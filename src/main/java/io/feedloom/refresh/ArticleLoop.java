package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.health.Part;
import io.feedloom.refresh.ArticleWork.Next;
import io.feedloom.refresh.ArticleWork.Step;
import io.feedloom.store.api.ArticleDelay;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that fetches the pages of entries: leases the due jobs and runs each on its own virtual
 * thread when its host may get a request. A job whose result cannot be stored is due again when its
 * lease ends.
 */
final class ArticleLoop {
  private static final Logger log = LoggerFactory.getLogger(ArticleLoop.class);

  /** The most jobs that are leased at once. This limits memory. */
  private static final int MAX_LEASED = 100;

  /** The longest time between two steps. New jobs are noticed after it. */
  private static final Duration MAX_REST = Duration.ofSeconds(1);

  private static final Duration MIN_REST = Duration.ofMillis(20);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(4);

  private final ArticleWork work;
  private final Hosts hosts;
  private final Supplier<Watchlist> watchlist;
  private final Consumer<List<Arrival>> arrivals;
  private final Health health;
  private final Part storing;
  private final Loop loop;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("article-", 0).factory());

  /** The jobs that wait for their host or are under way. */
  private final Set<ArticleJob> taken = ConcurrentHashMap.newKeySet();

  private volatile boolean stopped;

  /**
   * @param watchlist returns the settings in force
   * @param arrivals receives changed entries after the change is durable
   */
  ArticleLoop(
      ArticleWork work,
      Hosts hosts,
      Supplier<Watchlist> watchlist,
      Consumer<List<Arrival>> arrivals,
      Health health) {
    this.work = work;
    this.hosts = hosts;
    this.watchlist = watchlist;
    this.arrivals = arrivals;
    this.health = health;
    this.storing = health.part("storing full texts");
    this.loop = new Loop("full texts", health, StoreException.class, this::step);
  }

  void start() {
    loop.start();
  }

  /** Stops to fetch pages, or begins again. */
  void pause(boolean pauses) {
    loop.pause(pauses);
  }

  /** Checks at once which pages are due. */
  void wake() {
    loop.wake();
  }

  private Duration step() {
    int room = MAX_LEASED - taken.size();
    if (room <= 0 || stopped) {
      return MAX_REST;
    }
    var list = watchlist.get();
    var jobs = work.take(room, list);
    if (jobs.isEmpty()) {
      return rest();
    }
    var left = new ArrayDeque<>(jobs);
    var delays = new ArrayList<ArticleDelay>();
    taken.addAll(jobs);
    try {
      work.refreshHolds();
      while (!left.isEmpty()) {
        begin(left.remove(), list, delays);
      }
      work.postpone(delays);
    } finally {
      // After a failure of the store, these jobs are due again when their leases end.
      taken.removeAll(left);
      delays.forEach(delay -> taken.remove(delay.job()));
    }
    return MIN_REST;
  }

  private Duration rest() {
    var wait = work.untilNext().orElse(MAX_REST);
    return Loop.rest(wait, MIN_REST, MAX_REST);
  }

  private void begin(ArticleJob job, Watchlist list, List<ArticleDelay> delays) {
    Step step;
    try {
      step = work.begin(job, list);
    } catch (RuntimeException e) {
      taken.remove(job);
      if (e instanceof StoreException) {
        throw e;
      }
      health.unexpected("full texts", name(job), e);
      return;
    }
    report(step, job);
    switch (step.next()) {
      case Next.Over _ -> taken.remove(job);
      case Next.Later(ArticleDelay delay) -> delays.add(delay);
      case Next.Request request ->
          hosts
              .enterIfFree(request.site(), place -> start(job, request, list, place))
              .ifPresent(wait -> delays.add(work.inLine(job, wait)));
    }
  }

  private void start(ArticleJob job, Next.Request request, Watchlist list, Hosts.Place place) {
    if (!stopped) {
      threads.execute(() -> run(job, request, list, place));
    }
  }

  private void run(ArticleJob job, Next.Request request, Watchlist list, Hosts.Place place) {
    try (var visit = new HostTurns.Visit(hosts, place)) {
      var step = orFailed(job, request, list, visit::close);
      report(step, job);
      if (step.next() instanceof Next.Later(ArticleDelay delay)) {
        work.postpone(List.of(delay));
      }
      taken.remove(job);
      storing.works();
    } catch (CancellationException e) {
      log.debug("Fetching a page was broken off: {}", e.getMessage());
    } catch (StoreException e) {
      taken.remove(job);
      storing.failed("a page of " + name(job) + " was fetched but not stored: " + e.getMessage());
    } catch (RuntimeException e) {
      taken.remove(job);
      health.unexpected("full texts", name(job), e);
    }
  }

  /** Runs a job. After a bug in reading its page, ends the work on it. */
  private Step orFailed(ArticleJob job, Next.Request request, Watchlist list, Runnable answered) {
    try {
      return work.run(job, request, list, answered);
    } catch (CancellationException | StoreException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      health.unexpected("full texts", name(job), e);
      return work.fail(job, request.feed(), list);
    }
  }

  private void report(Step step, ArticleJob job) {
    if (!step.arrivals().isEmpty()) {
      try {
        arrivals.accept(step.arrivals());
      } catch (RuntimeException e) {
        health.unexpected("reporting arrivals", name(job), e);
      }
    }
  }

  private static String name(ArticleJob job) {
    return job.feed().map(Object::toString).orElse("an unsubscribed feed");
  }

  /** Begins no more requests. */
  void stop() {
    stopped = true;
  }

  /**
   * Waits a few seconds for texts that are being stored, and gives back the jobs whose requests
   * were aborted or did not begin.
   */
  void close() throws InterruptedException {
    stopped = true;
    threads.shutdown();
    loop.close();
    if (!threads.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("Some pages were not read in time; they will be fetched again.");
    }
    try {
      work.giveBack(List.copyOf(taken));
    } catch (StoreException e) {
      log.debug("Jobs are due again when their leases end: {}", e.getMessage());
    }
  }
}
