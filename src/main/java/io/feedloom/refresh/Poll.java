package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.parse.FeedParser;
import io.feedloom.schedule.Reading;
import io.feedloom.schedule.Schedule;
import io.feedloom.schedule.Spread;
import io.feedloom.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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
  private final FeedRequests requests;
  private final FeedParser parser;
  private final InstantSource clock;
  private final Holds holds;
  private final Room room = new Room(ROOM);
  private volatile boolean closed;

  Poll(Store store, Fetcher fetcher, FeedParser parser, InstantSource clock, Holds holds) {
    this.store = store;
    this.holds = holds;
    this.requests = new FeedRequests(fetcher);
    this.parser = parser;
    this.clock = clock;
  }

  /** From now on nothing that was fetched is stored: requests were broken off by us, not failed. */
  void close() {
    closed = true;
  }

  /** What is polled, how, and when the request was made. */
  private record Task(Due due, Subscription feed, Watchlist list, Instant at, Turns turns) {
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

  /** Where one request brought a poll. */
  private sealed interface Step {
    /** To an update, which is all that is kept of the document while it waits to be stored. */
    record Decided(Update update) implements Step {}

    /** To where another address has to be asked for. */
    sealed interface Onward extends Step {}

    /** To a page where a feed was expected; it names feeds. */
    record Elsewhere(PollState state, Exchange exchange, Parsed.Page page) implements Onward {}

    /** To the end of an address that was not the admin's but found by us. */
    record Lost(PollState state, Fetched failure) implements Onward {}
  }

  /** Leave to ask a further host, until it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** How a poll asks for more than one address. */
  interface Turns {
    /** Waits for the turn of an address; empty where its host may not be asked now. */
    Optional<? extends Turn> take(URI address);
  }

  /**
   * Polls the feed and returns what arrived; nothing if another process has taken the feed since,
   * or if we are closing.
   *
   * @param turns for addresses that the first one leads to
   * @param answered run when the host is asked for nothing more, before what it sent is stored
   */
  List<Arrival> run(Due due, Subscription feed, Watchlist list, Turns turns, Runnable answered) {
    var task = new Task(due, feed, list, clock.instant(), turns);
    Step.Onward onward;
    try (var visited = visit(task, due.state(), answered)) {
      switch (read(task, visited)) {
        case Step.Decided(Update update) -> {
          return store(update);
        }
        case Step.Onward next -> onward = next;
      }
    }
    return switch (onward) {
      case Step.Elsewhere page ->
          discover(task, page.state(), new Discovery(page.exchange(), page.page()));
      case Step.Lost lost -> returnHome(task, lost);
    };
  }

  /**
   * Asks for the feed and reads the answer.
   *
   * @param answered run when it has come
   */
  private Visited visit(Task task, PollState state, Runnable answered) {
    var answer = requests.ask(state, task.feed(), task.settings(), task.at(), Trace.NONE);
    if (!closed) {
      holdAfter(answer.fetched(), task);
    }
    answered.run();
    var place = room.enter(Document.size(answer.fetched()));
    try {
      return new Visited(answer.state(), Document.read(answer.fetched(), parser), place);
    } catch (RuntimeException | Error e) {
      place.leave();
      throw e;
    }
  }

  /** Asks for a further address, when its host has a turn for us. */
  private Optional<Visited> visitInTurn(Task task, PollState state) {
    var turn = task.turns().take(state.address().orElse(task.feed().url()));
    try {
      return turn.map(it -> visit(task, state, it::close));
    } finally {
      turn.ifPresent(Turn::close);
    }
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

  private Step read(Task task, Visited visited) {
    var state = visited.state();
    var document = visited.document();
    return switch (document.parsed().orElse(null)) {
      case Parsed.Feed read -> decided(task, visited, read, List.of());
      case Parsed.Page page when state.address().isEmpty() && !page.feeds().isEmpty() ->
          new Step.Elsewhere(state, document.fetched().exchange(), page);
      case null, default -> {
        var failure = document.judged();
        yield state.address().isPresent() && Schedule.isLost(state, failure)
            ? new Step.Lost(state, failure)
            : new Step.Decided(update(task, Found.nothing(state, failure)));
      }
    };
  }

  /** Asks for the feeds that a page names, until one is a feed. */
  private List<Arrival> discover(Task task, PollState state, Discovery discovery) {
    return discovered(task, discovery)
        .orElseGet(() -> store(update(task, Found.nothing(state, discovery.failed()))));
  }

  private Optional<List<Arrival>> discovered(Task task, Discovery discovery) {
    var found = discovery.find(address -> visitInTurn(task, at(task.due().state(), address)));
    return found.map(
        visited -> {
          try (visited) {
            return stored(task, visited, discovery.note(task.feed(), visited));
          }
        });
  }

  /** An address that was found in a page, or adopted, is dead: the admin's own leads on. */
  private List<Arrival> returnHome(Task task, Step.Lost lost) {
    var dead = lost.state().address().orElseThrow();
    var home =
        visitInTurn(task, lost.state().withResource(PollState.Resource.UNKNOWN))
            .map(visited -> home(task, dead, visited))
            .orElse(Optional.empty());
    return home.orElseGet(() -> store(update(task, Found.nothing(lost.state(), lost.failure()))));
  }

  private Optional<List<Arrival>> home(Task task, URI dead, Visited visited) {
    Discovery discovery;
    try (visited) {
      if (visited.document().isFeed()) {
        var note = "is polled again, since %s is no feed any more".formatted(dead);
        return Optional.of(stored(task, visited, new Problem(task.feed().url().toString(), note)));
      }
      if (!(visited.document().parsed().orElse(null) instanceof Parsed.Page page)) {
        return Optional.empty();
      }
      discovery = new Discovery(visited.document().fetched().exchange(), page).without(dead);
    }
    return discovered(task, discovery);
  }

  private List<Arrival> stored(Task task, Visited visited, Problem note) {
    var read = (Parsed.Feed) visited.document().parsed().orElseThrow();
    return store(decided(task, visited, read, List.of(note)).update());
  }

  private Step.Decided decided(Task task, Visited visited, Parsed.Feed read, List<Problem> notes) {
    var found = Found.feed(visited.state(), visited.document().fetched(), read, notes);
    return new Step.Decided(update(task, found));
  }

  /**
   * Stores that a poll failed by an exception that nobody expected, so that it backs off like any
   * failure and the admin sees it.
   */
  void fail(Due due, Subscription feed, Watchlist list, String message) {
    var task = new Task(due, feed, list, clock.instant(), _ -> Optional.empty());
    var address = due.state().address().orElse(feed.url());
    var exchange = new Exchange(address, address, List.of(), 0, Duration.ZERO, 0, Optional.empty());
    var failed = new Fetched.Failed(exchange, Fetched.Reason.UNEXPECTED, message);
    store(update(task, Found.nothing(due.state(), failed)));
  }

  private Update update(Task task, Found found) {
    List<Change> changes = decide(task, found);
    PollState next =
        Schedule.next(
            found.before(),
            found.fetched(),
            found.info().map(info -> new Reading(info, found.items().size(), changes)),
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
        changes,
        found.isWhole()
            ? Optional.of(found.items().stream().mapToLong(Item::id).toArray())
            : Optional.empty(),
        task.rules().fingerprint(task.feed()),
        task.at(),
        found.fetched().exchange().took(),
        new Update.Withdrawal(
            found.tombstones(),
            task.feed().retention().removesMissing()
                ? found.missing()
                : Update.Withdrawal.Missing.NONE));
  }

  private List<Change> decide(Task task, Found found) {
    if (found.items().isEmpty()) {
      return List.of();
    }
    var language = found.info().flatMap(FeedInfo::language);
    return Decider.changes(
        found.items(),
        known(task.due(), found),
        entry -> task.rules().judge(task.feed(), entry, language),
        task.at());
  }

  /** Of a feed that was never read no entry is known. */
  private Map<Long, Long> known(Due due, Found found) {
    return due.state().lastSuccess().isEmpty()
        ? Map.of()
        : store.fingerprints(due.key(), found.items().stream().map(Item::id).toList());
  }

  private static PollState at(PollState state, URI address) {
    return state.withResource(PollState.Resource.at(address));
  }
}
