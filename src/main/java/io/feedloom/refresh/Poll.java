package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Validators;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.Source;
import io.feedloom.schedule.Schedule;
import io.feedloom.store.Store;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One poll of one feed: fetch, parse, decide, store. Fetching waits for the network and is not
 * bounded here; parsing and storing keep a processor busy, so only as many of them run as there are
 * processors.
 */
final class Poll {
  private final Store store;
  private final Fetcher fetcher;
  private final FeedParser parser;
  private final InstantSource clock;
  private final Semaphore processors =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
  private volatile boolean closed;

  Poll(Store store, Fetcher fetcher, FeedParser parser, InstantSource clock) {
    this.store = store;
    this.fetcher = fetcher;
    this.parser = parser;
    this.clock = clock;
  }

  /** From now on nothing that was fetched is stored: requests were broken off by us, not failed. */
  void close() {
    closed = true;
  }

  /** What a poll found, before anything was decided. */
  private record Found(
      PollState before,
      Fetched fetched,
      Optional<FeedInfo> info,
      List<Item> items,
      List<Problem> problems) {}

  /**
   * Polls the feed and returns what arrived; nothing if another process has taken the feed since,
   * or if we are closing.
   */
  List<Arrival> run(Due due, Subscription feed, PollingSettings settings) {
    Instant now = clock.instant();
    Fetched fetched = fetcher.fetch(request(due.state(), feed), settings);
    if (closed) {
      return List.of();
    }
    Found found = read(due.state(), fetched, feed, settings);
    return busy(() -> store.apply(update(due, found, feed, settings, now)));
  }

  private Update update(
      Due due, Found found, Subscription feed, PollingSettings settings, Instant now) {
    List<Change> changes = decide(due, found, feed, now);
    PollState next =
        Schedule.next(
            found.before(),
            found.fetched(),
            found.info(),
            feed.every(),
            settings,
            now,
            ThreadLocalRandom.current());
    return new Update(due, next, found.info(), found.problems(), changes, now);
  }

  private <T extends @Nullable Object> T busy(Supplier<T> work) {
    processors.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      processors.release();
    }
  }

  private List<Change> decide(Due due, Found found, Subscription feed, Instant now) {
    if (found.items().isEmpty()) {
      return List.of();
    }
    var ids = found.items().stream().map(Item::id).toList();
    return Decider.changes(found.items(), store.fingerprints(due.key(), ids), feed, now);
  }

  private Found read(
      PollState state, Fetched fetched, Subscription feed, PollingSettings settings) {
    return switch (parse(fetched)) {
      case Parsed.Feed read -> found(state, fetched, read, List.of());
      case Parsed.Page page when state.address().isEmpty() && !page.feeds().isEmpty() ->
          discover(state, page, feed, settings);
      case Parsed.Page page -> nothing(state, failed(fetched, noFeed(page)));
      case Parsed.Unreadable unreadable ->
          nothing(state, failed(fetched, unreadable.problem().toString()));
      case null -> nothing(state, fetched);
    };
  }

  private @Nullable Parsed parse(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh ->
          busy(
              () ->
                  parser.parse(
                      new Source(
                          fresh.exchange().answered(),
                          fresh.body(),
                          fresh.contentType(),
                          fresh.contentLanguage())));
      case Fetched.Moved moved -> parse(moved.there());
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ -> null;
    };
  }

  /** A page was named instead of a feed: asks for the first feed that the page names, once. */
  private Found discover(
      PollState state, Parsed.Page page, Subscription feed, PollingSettings settings) {
    var address = URI.create(page.feeds().getFirst());
    var before = at(state, address);
    var fetched = fetcher.fetch(request(before, feed), settings);
    var note =
        new Problem(
            feed.url().toString(),
            "is a page; of the feeds that it names (%s) the first is read"
                .formatted(String.join(", ", page.feeds())));
    return switch (parse(fetched)) {
      case Parsed.Feed read -> found(before, fetched, read, List.of(note));
      case Parsed.Page _, Parsed.Unreadable _ ->
          nothing(state, failed(fetched, "the page names " + address + ", which is no feed"));
      case null -> nothing(state, fetched);
    };
  }

  private static Found found(
      PollState before, Fetched fetched, Parsed.Feed read, List<Problem> notes) {
    var problems = new ArrayList<>(notes);
    problems.addAll(read.problems());
    return new Found(before, fetched, Optional.of(read.info()), read.items(), problems);
  }

  private static Found nothing(PollState before, Fetched fetched) {
    return new Found(before, fetched, Optional.empty(), List.of(), List.of());
  }

  private static Fetched failed(Fetched fetched, String message) {
    return new Fetched.Failed(fetched.exchange(), Fetched.Reason.NOT_A_FEED, message);
  }

  private static String noFeed(Parsed.Page page) {
    return page.feeds().isEmpty()
        ? "a web page that names no feed; put the feed's own address into feeds.yml"
        : "a web page where a feed was; it names " + String.join(", ", page.feeds());
  }

  /** The admin's credentials are meant for the feed's own origin, not for where it moved to. */
  private static Fetcher.Request request(PollState state, Subscription feed) {
    var address = state.address().orElse(feed.url());
    boolean home = origin(address).equals(origin(feed.url()));
    return new Fetcher.Request(
        address,
        state.validators(),
        state.digest(),
        home ? feed.headers() : Map.of(),
        home ? feed.auth() : Optional.empty());
  }

  private static String origin(URI url) {
    int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    return (url.getScheme() + "://" + url.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }

  private static PollState at(PollState state, URI address) {
    return new PollState(
        Optional.of(address),
        Validators.NONE,
        Optional.empty(),
        state.failures(),
        state.nextPoll(),
        state.reason(),
        state.lastPoll(),
        state.lastSuccess(),
        state.outcome(),
        state.message(),
        state.status(),
        Optional.empty(),
        state.pace(),
        state.interval());
  }
}
