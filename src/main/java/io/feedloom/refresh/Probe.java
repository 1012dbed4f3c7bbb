package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Validators;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.Source;
import io.feedloom.schedule.Reading;
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
 * Fetches feeds once and reads them, without a store: what {@code check --probe} and {@code poll}
 * show.
 */
public final class Probe {
  private static final int MOST_UNDER_WAY = 200;
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Fetcher fetcher;
  private final FeedParser parser;
  private final PollingSettings settings;
  private final InstantSource clock;

  public Probe(Fetcher fetcher, FeedParser parser, PollingSettings settings, InstantSource clock) {
    this.clock = clock;
    this.fetcher = fetcher;
    this.parser = parser;
    this.settings = settings;
  }

  /**
   * What one feed gave.
   *
   * @param address what was asked for: the feed's, or the one that its page names
   * @param parsed what was read, where a body came
   * @param next the state that a first poll with this answer leads to
   */
  public record Report(
      Subscription feed, URI address, Fetched fetched, Optional<Parsed> parsed, PollState next) {
    public boolean isFeed() {
      return parsed.filter(Parsed.Feed.class::isInstance).isPresent();
    }
  }

  /** Probes all feeds, many at once; returns when the last report was given. */
  public void all(List<Subscription> feeds, Consumer<Report> reports) {
    var underWay = new Semaphore(MOST_UNDER_WAY);
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
   * Probes one feed; where a page answers, the first feed that it names.
   *
   * @param trace told each step
   */
  public Report one(Subscription feed, Trace trace) {
    var report = ask(feed, feed.url(), trace);
    if (report.parsed().orElse(null) instanceof Parsed.Page page && !page.feeds().isEmpty()) {
      return ask(feed, URI.create(page.feeds().getFirst()), trace);
    }
    return report;
  }

  private Report ask(Subscription feed, URI address, Trace trace) {
    var now = clock.instant();
    var fetched =
        fetcher.fetch(
            new Fetcher.Request(
                address, Validators.NONE, Optional.empty(), feed.headers(), feed.auth()),
            settings,
            trace);
    var parsed = body(fetched).map(this::parse);
    return new Report(feed, address, fetched, parsed, next(feed, fetched, parsed, now));
  }

  private PollState next(Subscription feed, Fetched fetched, Optional<Parsed> parsed, Instant now) {
    return Schedule.next(
        PollState.unpolled(now),
        parsed.<Fetched>map(read -> judged(fetched, read)).orElse(fetched),
        parsed.filter(Parsed.Feed.class::isInstance).map(read -> reading((Parsed.Feed) read)),
        feed.every(),
        settings,
        now,
        ThreadLocalRandom.current());
  }

  private static Reading reading(Parsed.Feed feed) {
    return new Reading(feed.info(), feed.items().size(), List.of());
  }

  private static Fetched judged(Fetched fetched, Parsed parsed) {
    return switch (parsed) {
      case Parsed.Feed _ -> fetched;
      case Parsed.Page _ -> notAFeed(fetched, "a web page");
      case Parsed.Unreadable unreadable -> notAFeed(fetched, unreadable.problem().toString());
    };
  }

  private static Fetched notAFeed(Fetched fetched, String message) {
    return new Fetched.Failed(fetched.exchange(), Fetched.Reason.NOT_A_FEED, message);
  }

  private static Optional<Fetched.Fresh> body(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> Optional.of(fresh);
      case Fetched.Moved moved -> body(moved.there());
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ ->
          Optional.empty();
    };
  }

  private Parsed parse(Fetched.Fresh fresh) {
    return parser.parse(
        new Source(
            fresh.exchange().answered(),
            fresh.body(),
            fresh.contentType(),
            fresh.contentLanguage()));
  }
}
