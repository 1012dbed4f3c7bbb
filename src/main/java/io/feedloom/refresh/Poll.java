package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.Fetched;
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
import io.feedloom.push.subscriber.PushWatch;
import io.feedloom.rules.Rulebook;
import io.feedloom.schedule.InitialStagger;
import io.feedloom.schedule.ReadSummary;
import io.feedloom.schedule.Schedule;
import io.feedloom.store.Store;
import io.feedloom.store.api.LeaseLost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * One poll of one feed: fetch, parse, decide, store. The number of requests is limited elsewhere.
 * The bytes of fetched documents in memory are limited here: a document counts until its results
 * are stored. The limit allows many small documents, so that the store can write them together.
 */
final class Poll {
  /** The most bytes of small documents in memory: about forty documents of common size. */
  private static final int MAX_BYTES = 1 << 20;

  /** The most bytes of large documents in memory: one document of the default size limit. */
  private static final int MOST_LARGE_BYTES = 10 << 20;

  /**
   * Documents with more bytes than this are large. A large document takes seconds, so large ones
   * are handled one after the other, and small ones never wait for them.
   */
  private static final int LARGE = MAX_BYTES / 4;

  private static final Turns NO_TURNS = _ -> Optional.empty();

  private final Store store;
  private final FeedRequests requests;
  private final FeedParser parser;
  private final InstantSource clock;
  private final ActiveHolds holds;
  private final PushWatch hubs;
  private final ByteBudget room = new ByteBudget(MAX_BYTES);
  private final ByteBudget largeRoom = new ByteBudget(MOST_LARGE_BYTES);
  private volatile boolean closed;

  Poll(
      Store store,
      Fetcher fetcher,
      FeedParser parser,
      InstantSource clock,
      ActiveHolds holds,
      PushWatch hubs) {
    this.store = store;
    this.hubs = hubs;
    this.holds = holds;
    this.requests = new FeedRequests(fetcher);
    this.parser = parser;
    this.clock = clock;
  }

  /**
   * Stops storing results. Requests that end from now on were aborted by this process and did not
   * fail.
   */
  void close() {
    closed = true;
  }

  /** The feed to poll, its settings, and the time of the request. */
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

  /**
   * A publisher's answer, with everything needed to store it later.
   *
   * @param state the state of the feed, with the requested address
   * @param notes the notes to store with the problems of the document
   * @param at when the poll started
   */
  record Answer(PollState state, Fetched fetched, List<Problem> notes, Instant at) {
    Answer {
      notes = List.copyOf(notes);
    }

    /** Returns how many bytes it takes in memory. */
    int size() {
      return ReadAnswer.size(fetched);
    }
  }

  /** The outcome of a poll. */
  sealed interface Result {
    /** The results were stored. */
    record Stored(List<Arrival> arrivals) implements Result {}

    /**
     * The request was sent, but its result was not stored.
     *
     * @param answer the answer to store later; empty if there is none
     */
    record NotStored(Optional<Answer> answer, Throwable why) implements Result {}
  }

  /** Thrown if an answer could not be stored. */
  private static final class Unstored extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Answer> answer;

    Unstored(Optional<Answer> answer, Throwable why) {
      super(why);
      this.answer = answer;
    }
  }

  /** What follows from the answer to one request. */
  private sealed interface Step {
    /** The answer has content that can be stored. */
    record Read(Answer answer, DocumentContent found) implements Step {}

    /** Further requests are necessary. */
    sealed interface Further extends Step {}

    /** The answer is a web page that links to feeds, or describes entries itself. */
    record WebPage(PollState state, Fetched fetched, Parsed.Page page) implements Further {}

    /**
     * The request failed permanently, and its address came from a redirect or page and not from the
     * admin.
     */
    record AddressLost(PollState state, Fetched failure) implements Further {}
  }

  /** The permission to send requests to another host, until it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** Gives a poll permission to request further addresses. */
  interface Turns {
    /**
     * Waits until the address may be requested. Returns empty if its host may not get requests now.
     */
    Optional<? extends Turn> take(URI address);
  }

  /**
   * Polls the feed. Failures after the request are returned and not thrown, so that the caller can
   * delay the next request.
   *
   * @param turns gives permission for further addresses
   * @param answered runs after the last request to the host, before its answer is stored
   * @throws LeaseLost if another process has taken the feed since
   * @throws CancellationException if this object is closed
   */
  Result run(Due due, Subscription feed, Watchlist list, Turns turns, Runnable answered) {
    var task = new Task(due, feed, list, clock.instant(), turns);
    return result(() -> poll(task, answered));
  }

  /**
   * Stores an earlier answer of a publisher.
   *
   * @throws LeaseLost if another process has taken the feed since
   */
  Result resume(Due due, Subscription feed, Watchlist list, Answer answer) {
    var task = new Task(due, feed, list, answer.at(), NO_TURNS);
    return result(() -> store(task, answer));
  }

  private static Result result(Supplier<List<Arrival>> poll) {
    try {
      return new Result.Stored(poll.get());
    } catch (LeaseLost | CancellationException e) {
      throw e;
    } catch (Unstored e) {
      return new Result.NotStored(e.answer, Objects.requireNonNull(e.getCause()));
    } catch (RuntimeException | Error e) {
      return new Result.NotStored(Optional.empty(), e);
    }
  }

  private List<Arrival> poll(Task task, Runnable answered) {
    Step.Further further;
    try (var visited = visit(task, task.due().state(), answered)) {
      switch (read(task, visited)) {
        case Step.Read(Answer answer, DocumentContent found) -> {
          return store(task, answer, found);
        }
        case Step.Further step -> further = step;
      }
    }
    return switch (further) {
      case Step.WebPage page -> discover(task, page);
      case Step.AddressLost lost -> returnToOwnAddress(task, lost);
    };
  }

  /**
   * Requests the feed and reads the answer.
   *
   * @param answered runs when the answer has arrived
   */
  private Visited visit(Task task, PollState state, Runnable answered) {
    var answer = requests.ask(state, task.feed(), task.settings(), task.at(), Trace.NONE);
    if (!closed) {
      holdAfter(answer.fetched(), task);
    }
    answered.run();
    var place = enter(ReadAnswer.size(answer.fetched()));
    try {
      var read = ReadAnswer.read(answer.fetched(), parser, task.feed(), task.at());
      if (!(read.parsed().orElse(null) instanceof Parsed.Index index)) {
        return new Visited(answer.state(), read, place);
      }
      place.leave();
      var all = Sitemaps.read(read, index, address -> sitemap(task, address));
      return new Visited(answer.state(), all, enter(0));
    } catch (RuntimeException | Error e) {
      place.leave();
      throw e;
    }
  }

  /** Requests a sitemap, if its host may get a request. */
  private Optional<ReadAnswer> sitemap(Task task, URI address) {
    try (var turn = task.turns().take(address).orElse(null)) {
      if (turn == null) {
        return Optional.empty();
      }
      var asked =
          requests.ask(
              at(PollState.unpolled(task.at()), address),
              task.feed(),
              task.settings(),
              task.at(),
              Trace.NONE);
      holdAfter(asked.fetched(), task);
      try (var _ = enter(ReadAnswer.size(asked.fetched()))) {
        return Optional.of(ReadAnswer.read(asked.fetched(), parser, task.feed().cleaning()));
      }
    }
  }

  /** Waits until a document of this size may be in memory. */
  ByteBudget.Place enter(int size) {
    return (size > LARGE ? largeRoom : room).enter(size);
  }

  /** Requests a further address when its host may get a request. */
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
    io.feedloom.schedule.HoldPolicy.after(
            fetched, site.host(), site.domain(), task.settings(), task.at())
        .ifPresent(hold -> holds.add(hold, task.at()));
  }

  /** Reads an answer again and stores the result. */
  private List<Arrival> store(Task task, Answer answer) {
    try (var _ = enter(answer.size())) {
      var document = ReadAnswer.read(answer.fetched(), parser, task.feed(), task.at());
      var content =
          switch (document.parsed().orElse(null)) {
            case Parsed.Feed read -> Optional.of(read);
            // The feeds to which it links could not be read.
            case Parsed.Page page when answer.state().address().isEmpty() -> page.entries();
            case null, default -> Optional.<Parsed.Feed>empty();
          };
      return store(
          task,
          answer,
          content
              .map(
                  read ->
                      DocumentContent.feed(
                          answer.state(), document.fetched(), read, answer.notes()))
              .orElseGet(() -> DocumentContent.nothing(answer.state(), document.judged())));
    }
  }

  /**
   * Decides what to store of a document, and stores it.
   *
   * @throws Unstored if storing fails
   */
  private List<Arrival> store(Task task, Answer answer, DocumentContent found) {
    try {
      return closed ? List.of() : apply(task, update(task, found));
    } catch (LeaseLost | CancellationException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new Unstored(isEnough(answer) ? Optional.of(answer) : Optional.empty(), e);
    }
  }

  private List<Arrival> apply(Task task, Update update) {
    var arrivals = store.updates().apply(update);
    hubs.polled(
        new PushWatch.Report(
            task.due().key(),
            task.feed(),
            update.info(),
            update.next().address().orElse(task.feed().url()),
            update.changed().stream().filter(Change::isNew).map(Change::id).toList(),
            task.due().state().lastPoll(),
            task.at()));
    return arrivals;
  }

  /**
   * Returns whether the answer has all that is to be stored. An index of sitemaps has not: it is
   * requested again.
   */
  private static boolean isEnough(Answer answer) {
    return ReadAnswer.body(answer.fetched()).map(fresh -> !fresh.digest().isBlank()).orElse(true);
  }

  private List<Arrival> storeFailure(Task task, PollState state, Fetched failure) {
    return store(
        task,
        new Answer(state, failure, List.of(), task.at()),
        DocumentContent.nothing(state, failure));
  }

  private Step read(Task task, Visited visited) {
    var state = visited.state();
    var document = visited.document();
    return switch (document.parsed().orElse(null)) {
      case Parsed.Feed read -> read(task, visited, read, List.of());
      case Parsed.Page page when state.address().isEmpty() && !page.feeds().isEmpty() ->
          new Step.WebPage(state, document.fetched(), page);
      case null, default -> {
        var failure = document.judged();
        yield state.address().isPresent() && Schedule.isLost(state, failure)
            ? new Step.AddressLost(state, failure)
            : new Step.Read(
                new Answer(state, document.fetched(), List.of(), task.at()),
                DocumentContent.nothing(state, failure));
      }
    };
  }

  /** Requests the feeds to which a page links, until one is a feed. */
  private List<Arrival> discover(Task task, Step.WebPage page) {
    var discovery = new Discovery(page.fetched().exchange(), page.page());
    return discovered(task, discovery)
        .or(() -> page.page().entries().map(entries -> described(task, page, entries)))
        .orElseGet(() -> storeFailure(task, page.state(), discovery.failed()));
  }

  /** Stores the entries that a page itself describes, since it names no feed that can be read. */
  private List<Arrival> described(Task task, Step.WebPage page, Parsed.Feed entries) {
    return store(
        task,
        new Answer(page.state(), page.fetched(), List.of(), task.at()),
        DocumentContent.feed(page.state(), page.fetched(), entries, List.of()));
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

  /**
   * Requests the admin's own address again, because the address from a page or redirect failed
   * permanently.
   */
  private List<Arrival> returnToOwnAddress(Task task, Step.AddressLost lost) {
    var dead = lost.state().address().orElseThrow();
    var polled =
        visitInTurn(task, lost.state().withResource(PollState.Resource.UNKNOWN))
            .map(visited -> pollOwnAddress(task, dead, visited))
            .orElse(Optional.empty());
    return polled.orElseGet(() -> storeFailure(task, lost.state(), lost.failure()));
  }

  private Optional<List<Arrival>> pollOwnAddress(Task task, URI dead, Visited visited) {
    Discovery discovery;
    try (visited) {
      if (visited.document().isFeed()) {
        var note = "is polled again, because %s is no longer a feed".formatted(dead);
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
    var feed = (Parsed.Feed) visited.document().parsed().orElseThrow();
    var read = read(task, visited, feed, List.of(note));
    return store(task, read.answer(), read.found());
  }

  private Step.Read read(Task task, Visited visited, Parsed.Feed feed, List<Problem> notes) {
    var fetched = visited.document().fetched();
    return new Step.Read(
        new Answer(visited.state(), fetched, notes, task.at()),
        DocumentContent.feed(visited.state(), fetched, feed, notes));
  }

  /**
   * Stores that a poll failed with an unexpected exception. So the feed waits longer, as after any
   * failure, and the admin sees it.
   */
  void fail(Due due, Subscription feed, Watchlist list, String message) {
    var task = new Task(due, feed, list, clock.instant(), NO_TURNS);
    var address = due.state().address().orElse(feed.url());
    var exchange = new Exchange(address, address, List.of(), 0, Duration.ZERO, 0, Optional.empty());
    var failed = new Fetched.Failed(exchange, Fetched.Reason.UNEXPECTED, message);
    store.updates().apply(update(task, DocumentContent.nothing(due.state(), failed)));
  }

  private Update update(Task task, DocumentContent found) {
    var register = DocumentDecision.register(store, task.due());
    var decided = DocumentDecision.of(found, task.feed(), task.rules(), register, task.at());
    var decision = decided.decision();
    PollState planned =
        Schedule.next(
                found.before(),
                found.fetched(),
                found
                    .info()
                    .map(
                        info ->
                            new ReadSummary(
                                info,
                                decision.items().size(),
                                found.matched(),
                                decision.changes())),
                task.feed().every(),
                task.settings(),
                task.at(),
                ThreadLocalRandom.current())
            .plannedBy(Edits.terms(task.feed(), task.settings()));
    PollState next = watched(task, planned);
    return new Update(
        task.due(),
        task.isFirstOfShared()
            ? InitialStagger.apart(next, task.due().id(), task.settings(), task.at())
            : next,
        found.info(),
        found.problems(),
        decision.changes(),
        found.isWhole() ? Optional.of(decision.carried()) : Optional.empty(),
        task.rules().fingerprint(task.feed()),
        task.at(),
        found.fetched().exchange().duration(),
        new Update.Withdrawal(
            decision.tombstones(),
            task.feed().retention().removesMissing()
                ? found.missing()
                : Update.Withdrawal.Missing.NONE),
        decision.aliases(),
        decided.articles());
  }

  /** Returns the plan; a feed whose hub delivers its entries is polled less often. */
  private PollState watched(Task task, PollState planned) {
    return task.feed().every().isEmpty() && hubs.isProven(task.due().key(), task.feed(), task.at())
        ? Schedule.watched(planned, task.settings(), task.at(), ThreadLocalRandom.current())
        : planned;
  }

  private static PollState at(PollState state, URI address) {
    return state.withResource(PollState.Resource.at(address));
  }
}
