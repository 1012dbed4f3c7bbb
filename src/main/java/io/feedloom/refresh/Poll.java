package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Withdrawal.Missing;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.Source;
import io.feedloom.schedule.Reading;
import io.feedloom.schedule.Schedule;
import io.feedloom.schedule.Spread;
import io.feedloom.store.Store;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One poll of one feed: fetch, parse, decide, store. Fetching waits for the network and is not
 * bounded here. A document that was fetched keeps its size of the room for documents until what
 * came of it is stored: this bounds memory, and many small ones fit, so that the store can write
 * them together.
 */
final class Poll {
  /** Bytes: some forty feeds of common size, enough to be worth a transaction. */
  private static final int ROOM = 1 << 20;

  private final Store store;
  private final Fetcher fetcher;
  private final FeedParser parser;
  private final InstantSource clock;
  private final Holds holds;
  private final Room room = new Room(ROOM);
  private volatile boolean closed;

  Poll(Store store, Fetcher fetcher, FeedParser parser, InstantSource clock, Holds holds) {
    this.store = store;
    this.holds = holds;
    this.fetcher = fetcher;
    this.parser = parser;
    this.clock = clock;
  }

  /** From now on nothing that was fetched is stored: requests were broken off by us, not failed. */
  void close() {
    closed = true;
  }

  /** What is polled, how, and when the request was made. */
  private record Task(Due due, Subscription feed, Watchlist list, Instant at) {
    PollingSettings settings() {
      return list.polling();
    }

    Rulebook rules() {
      return list.rules();
    }

    boolean isFirstOfShared() {
      return due.state().outcome() == Outcome.NEW && list.isShared(Site.of(due.url(), settings()));
    }
  }

  /** What a poll found, before anything was decided. */
  private record Found(
      PollState before,
      Fetched fetched,
      Optional<FeedInfo> info,
      List<Item> items,
      List<Problem> problems,
      List<Tombstone> tombstones,
      Extent extent,
      Missing missing) {
    /** Whether all that the feed carries stands in it. */
    boolean isWhole() {
      return info.isPresent()
          && extent != Extent.CUT
          && !body(fetched).map(Fetched.Fresh::partial).orElse(true);
    }
  }

  /** Where one request brought a poll. */
  private sealed interface Step {
    /** To an update, which is all that is kept of the document while it waits to be stored. */
    record Decided(Update update) implements Step {}

    /** To a page where a feed was expected; it names feeds. */
    record Elsewhere(Parsed.Page page) implements Step {}
  }

  /**
   * Polls the feed and returns what arrived; nothing if another process has taken the feed since,
   * or if we are closing.
   *
   * @param answered run when the host is asked for nothing more, before what it sent is stored
   */
  List<Arrival> run(Due due, Subscription feed, Watchlist list, Runnable answered) {
    var task = new Task(due, feed, list, clock.instant());
    Fetched fetched = fetch(task, due.state());
    try (var place = room.enter(size(fetched))) {
      return switch (read(task, fetched)) {
        case Step.Decided(Update update) -> {
          answered.run();
          yield store(update);
        }
        case Step.Elsewhere(Parsed.Page page) -> {
          place.leave();
          yield discover(task, page, answered);
        }
      };
    }
  }

  private Fetched fetch(Task task, PollState state) {
    var fetched = fetcher.fetch(request(state, task.feed()), task.settings());
    if (!closed) {
      holdAfter(fetched, task);
    }
    return fetched;
  }

  private void holdAfter(Fetched fetched, Task task) {
    var site = Site.of(fetched.exchange().answered(), task.settings());
    io.feedloom.schedule.Holds.after(
            fetched, site.host(), site.domain(), task.settings(), task.at())
        .ifPresent(hold -> holds.add(hold, task.at()));
  }

  private List<Arrival> store(Update update) {
    return closed ? List.of() : store.apply(update);
  }

  private Step read(Task task, Fetched fetched) {
    var state = task.due().state();
    return switch (parse(fetched)) {
      case Parsed.Page page when state.address().isEmpty() && !page.feeds().isEmpty() ->
          new Step.Elsewhere(page);
      case Parsed.Feed read -> decided(task, found(state, fetched, read, List.of()));
      case Parsed.Page page -> decided(task, nothing(state, failed(fetched, noFeed(page))));
      case Parsed.Unreadable unreadable ->
          decided(task, nothing(state, failed(fetched, unreadable.problem().toString())));
      case null -> decided(task, nothing(state, fetched));
    };
  }

  /** Asks for the first feed that the page names, once. */
  private List<Arrival> discover(Task task, Parsed.Page page, Runnable answered) {
    var before = at(task.due().state(), URI.create(page.feeds().getFirst()));
    Fetched fetched = fetch(task, before);
    try (var _ = room.enter(size(fetched))) {
      var update = update(task, discovered(task, page, before, fetched));
      answered.run();
      return store(update);
    }
  }

  private Found discovered(Task task, Parsed.Page page, PollState before, Fetched fetched) {
    var state = task.due().state();
    return switch (parse(fetched)) {
      case Parsed.Feed read -> found(before, fetched, read, List.of(note(task.feed(), page)));
      case Parsed.Page _, Parsed.Unreadable _ -> nothing(state, failed(fetched, notThere(page)));
      case null -> nothing(state, fetched);
    };
  }

  private Step.Decided decided(Task task, Found found) {
    return new Step.Decided(update(task, found));
  }

  private Update update(Task task, Found found) {
    var decision = decide(task, found);
    PollState next =
        Schedule.next(
            found.before(),
            found.fetched(),
            found
                .info()
                .map(info -> new Reading(info, decision.items().size(), decision.changes())),
            task.feed().every(),
            task.settings(),
            task.at(),
            ThreadLocalRandom.current());
    return new Update(
        task.due(),
        task.isFirstOfShared()
            ? Spread.apart(next, task.due().id(), task.settings(), task.at())
            : next,
        found.info(),
        found.problems(),
        decision.changes(),
        found.isWhole() ? Optional.of(decision.carried()) : Optional.empty(),
        task.rules().fingerprint(task.feed()),
        task.at(),
        found.fetched().exchange().took(),
        new Update.Withdrawal(
            decision.tombstones(),
            task.feed().retention().removesMissing() ? found.missing() : Missing.NONE),
        decision.aliases());
  }

  private Decider.Decision decide(Task task, Found found) {
    var language = found.info().flatMap(FeedInfo::language);
    return Decider.decide(
        Identities.resolve(found.items(), found.tombstones(), register(task.due())),
        entry -> task.rules().judge(task.feed(), entry, language),
        task.at());
  }

  /** Of a feed that was never read no entry is known. */
  private Register register(Due due) {
    return due.state().lastSuccess().isEmpty() ? Register.EMPTY : Register.of(store, due.key());
  }

  private static int size(Fetched fetched) {
    return body(fetched).map(fresh -> fresh.body().length).orElse(0);
  }

  private @Nullable Parsed parse(Fetched fetched) {
    return body(fetched).map(Poll::source).map(parser::parse).orElse(null);
  }

  private static Source source(Fetched.Fresh fresh) {
    return new Source(
        fresh.exchange().answered(), fresh.body(), fresh.contentType(), fresh.contentLanguage());
  }

  /** What is to be read, where something new came. */
  private static Optional<Fetched.Fresh> body(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> Optional.of(fresh);
      case Fetched.Moved moved -> body(moved.there());
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ ->
          Optional.empty();
    };
  }

  private static Found found(
      PollState before, Fetched fetched, Parsed.Feed read, List<Problem> notes) {
    var problems = new ArrayList<>(notes);
    problems.addAll(read.problems());
    return new Found(
        before,
        fetched,
        Optional.of(read.info()),
        read.items(),
        problems,
        read.tombstones(),
        read.extent(),
        missing(read));
  }

  private static Missing missing(Parsed.Feed read) {
    return switch (read.extent()) {
      case WHOLE -> read.complete() ? Missing.ALL : Missing.BETWEEN;
      case ILL_FORMED, CUT -> Missing.NONE;
    };
  }

  private static Found nothing(PollState before, Fetched fetched) {
    return new Found(
        before,
        fetched,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Extent.CUT,
        Missing.NONE);
  }

  private static Fetched failed(Fetched fetched, String message) {
    return new Fetched.Failed(fetched.exchange(), Fetched.Reason.NOT_A_FEED, message);
  }

  private static Problem note(Subscription feed, Parsed.Page page) {
    return new Problem(
        feed.url().toString(),
        "is a page; of the feeds that it names (%s) the first is read"
            .formatted(String.join(", ", page.feeds())));
  }

  private static String notThere(Parsed.Page page) {
    return "the page names " + page.feeds().getFirst() + ", which is no feed";
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
    return state.withResource(PollState.Resource.at(address));
  }
}
