package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.parse.FeedParser;
import io.feedloom.schedule.ReadSummary;
import io.feedloom.schedule.Schedule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches and reads feeds once, without a store. The commands {@code check --probe} and {@code
 * poll} use it.
 */
public final class Probe {
  private static final int MAX_UNDER_WAY = 200;
  private static final Duration FOREVER = Duration.ofDays(365);

  /** The most bytes of documents that are parsed at the same time. */
  private static final int MAX_BYTES = 1 << 24;

  private final ByteBudget room = new ByteBudget(MAX_BYTES);
  private final FeedRequests requests;
  private final FeedParser parser;
  private final PollingSettings settings;
  private final InstantSource clock;

  public Probe(Fetcher fetcher, FeedParser parser, PollingSettings settings, InstantSource clock) {
    this.clock = clock;
    this.requests = new FeedRequests(fetcher);
    this.parser = parser;
    this.settings = settings;
  }

  /**
   * The result for one feed.
   *
   * @param address the requested address: the feed's own, or one to which its page links
   * @param parsed the result of parsing, if there was a body
   * @param next the state of the feed after a first poll with this answer
   * @param selected how many values each selector of the feed found, in words
   */
  public record Report(
      Subscription feed,
      URI address,
      Fetched fetched,
      Optional<Parsed> parsed,
      PollState next,
      List<String> selected) {
    public Report {
      selected = List.copyOf(selected);
    }

    public boolean isFeed() {
      return parsed.filter(Parsed.Feed.class::isInstance).isPresent();
    }
  }

  /** Probes all feeds, many at once. Returns after the last report was passed on. */
  public void all(List<Subscription> feeds, Consumer<Report> reports) {
    var underWay = new Semaphore(MAX_UNDER_WAY);
    try (var timer = new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().factory());
        var threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("probe-", 0).factory())) {
      var hosts = new Hosts(FOREVER, System::nanoTime, (time, task) -> after(timer, time, task));
      var left = new CountDownLatch(feeds.size());
      for (Subscription feed : feeds) {
        var _ =
            hosts.enter(
                Site.of(feed.url(), settings),
                place ->
                    threads.execute(
                        () -> {
                          underWay.acquireUninterruptibly();
                          try {
                            reports.accept(one(feed, Trace.NONE));
                          } finally {
                            underWay.release();
                            hosts.leave(place);
                            left.countDown();
                          }
                        }));
      }
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void after(ScheduledThreadPoolExecutor timer, Duration time, Runnable task) {
    timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Probes one feed. If the answer is a web page, probes the feeds to which it links until one is a
   * feed.
   *
   * @param trace receives each step
   */
  public Report one(Subscription feed, Trace trace) {
    var now = clock.instant();
    try (var visited = visit(feed, PollState.unpolled(now), now, trace)) {
      if (visited.document().parsed().orElse(null) instanceof Parsed.Page page
          && !page.feeds().isEmpty()) {
        visited.place().leave();
        return discovered(feed, visited, page, now, trace);
      }
      return report(feed, visited, visited.document().judged(), now);
    }
  }

  /** Rules that were proposed for a page. */
  public sealed interface Proposed {
    /**
     * The rules.
     *
     * @param feed what they give
     * @param already where entries come from without them; blank if from nowhere
     */
    record Rules(PageRules rules, Parsed.Feed feed, String already) implements Proposed {}

    /** There are no rules to propose. */
    record Nothing(String why) implements Proposed {}
  }

  /** Requests a page and proposes rules for it. */
  public Proposed propose(Subscription page, Trace trace) {
    var now = clock.instant();
    try (var visited = visit(page, PollState.unpolled(now), now, trace)) {
      var answer = visited.document();
      var fresh = ReadAnswer.body(answer.fetched());
      if (fresh.isEmpty()) {
        return new Proposed.Nothing(
            answer.judged() instanceof Fetched.Failed failed
                ? failed.message()
                : "the server answered %d".formatted(answer.fetched().exchange().status()));
      }
      var source = ReadAnswer.source(fresh.get(), page.cleaning());
      var rules = parser.propose(source);
      return rules
          .filter(it -> parser.parse(source, it, Optional.of(now)) instanceof Parsed.Feed)
          .<Proposed>map(
              it ->
                  new Proposed.Rules(
                      it,
                      (Parsed.Feed) parser.parse(source, it, Optional.of(now)),
                      already(answer)))
          .orElseGet(
              () ->
                  new Proposed.Nothing(
                      "nothing in this page repeats like a list of entries with links"));
    }
  }

  private static String already(ReadAnswer answer) {
    return switch (answer.parsed().orElse(null)) {
      case Parsed.Feed feed -> "Feedloom reads the %s.".formatted(feed.info().format());
      case Parsed.Page page when !page.feeds().isEmpty() ->
          "the page links to the feed %s.".formatted(page.feeds().getFirst().address());
      case null, default -> "";
    };
  }

  private Report discovered(
      Subscription feed, Visited visited, Parsed.Page page, Instant now, Trace trace) {
    var discovery = new Discovery(visited.document().fetched().exchange(), page);
    var found =
        discovery.find(
            address -> {
              var at = PollState.unpolled(now).withResource(PollState.Resource.at(address));
              return Optional.of(visit(feed, at, now, trace));
            });
    if (found.isEmpty()) {
      return page.entries().isPresent()
          ? report(feed, visited.with(page.entries().get()), visited.document().fetched(), now)
          : report(feed, visited, discovery.failed(), now);
    }
    try (var there = found.get()) {
      return report(feed, there, there.document().fetched(), now);
    }
  }

  private Visited visit(Subscription feed, PollState state, Instant now, Trace trace) {
    var answer = requests.ask(state, feed, settings, now, trace);
    var place = room.enter(ReadAnswer.size(answer.fetched()));
    var read = ReadAnswer.read(answer.fetched(), parser, feed, now);
    if (read.parsed().orElse(null) instanceof Parsed.Index index) {
      read = Sitemaps.read(read, index, address -> sitemap(feed, address, now, trace));
    }
    return new Visited(answer.state(), read, place);
  }

  private Optional<ReadAnswer> sitemap(Subscription feed, URI address, Instant now, Trace trace) {
    var state = PollState.unpolled(now).withResource(PollState.Resource.at(address));
    var answer = requests.ask(state, feed, settings, now, trace);
    return Optional.of(ReadAnswer.read(answer.fetched(), parser, feed.cleaning()));
  }

  private Report report(Subscription feed, Visited visited, Fetched judged, Instant now) {
    var document = visited.document();
    var next =
        Schedule.next(
            visited.state(),
            judged,
            document
                .parsed()
                .filter(Parsed.Feed.class::isInstance)
                .map(read -> reading((Parsed.Feed) read)),
            feed.every(),
            settings,
            now,
            ThreadLocalRandom.current());
    var address = visited.state().address().orElse(feed.url());
    return new Report(
        feed,
        address,
        document.isFeed() ? document.fetched() : judged,
        document.parsed(),
        next,
        document.selected(parser, feed.pageRules(), now));
  }

  private static ReadSummary reading(Parsed.Feed feed) {
    return new ReadSummary(feed.info(), feed.items().size(), feed.matched(), List.of());
  }
}
