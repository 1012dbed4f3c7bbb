package io.feedloom.refresh;

import io.feedloom.extract.ArticleExtractor;
import io.feedloom.extract.ExtractOptions;
import io.feedloom.extract.ExtractedArticle;
import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.WebAddress;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.ArticleText;
import io.feedloom.refresh.ArticleOutcome.Nothing;
import io.feedloom.refresh.RobotsFiles.Permission;
import io.feedloom.schedule.HoldPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Fetches the article of one entry: its page, and the further pages of an article in several. */
final class ArticleFetch {
  /** The most pages of one article. */
  static final int MAX_PAGES = 10;

  /** The most redirects to another origin, or to a page that robots.txt does not allow yet. */
  private static final int MAX_REDIRECTS = 5;

  /** The most characters of all pages, as of the content of an entry. */
  private static final int MAX_TEXT = 2 * Limits.CONTENT;

  /** How long a page waits while another thread requests the robots.txt of its host. */
  private static final Duration ROBOTS_WAIT = Duration.ofSeconds(1);

  private static final String ENDLESS = "redirects in a way that cannot be followed";

  private final Fetcher fetcher;
  private final InstantSource clock;
  private final ActiveHolds holds;
  private final HostTurns turns;
  private final RobotsFiles robots = new RobotsFiles();

  /** Limits the pages that are read at once, because that takes only time of the processor. */
  private final Semaphore readers = new Semaphore(Runtime.getRuntime().availableProcessors());

  ArticleFetch(Fetcher fetcher, InstantSource clock, ActiveHolds holds, HostTurns turns) {
    this.fetcher = fetcher;
    this.clock = clock;
    this.holds = holds;
    this.turns = turns;
  }

  /**
   * Whose pages are fetched, and until when requests may begin.
   *
   * @param until no request may end later than this
   */
  record Task(Subscription feed, Watchlist list, Instant until) {
    Site site(URI address) {
      return Site.of(address, list.polling());
    }
  }

  /**
   * A page that was read, or why there is none.
   *
   * @param onward where the page redirects to, if that is to be requested at its own turn
   */
  private record Read(
      Optional<ExtractedArticle> article,
      URI address,
      Optional<Nothing> failure,
      Optional<URI> onward) {
    static Read failed(URI address, Nothing why) {
      return new Read(Optional.empty(), address, Optional.of(why), Optional.empty());
    }

    static Read moved(URI address, URI to) {
      return new Read(Optional.empty(), address, Optional.empty(), Optional.of(to));
    }
  }

  /**
   * Follows redirects within the origin of a page, as far as robots.txt allows it, and notes where
   * it stopped.
   */
  private final class Follow implements Predicate<URI> {
    private final URI from;
    private final Task task;
    private Optional<URI> stop = Optional.empty();

    Follow(URI from, Task task) {
      this.from = from;
      this.task = task;
    }

    @Override
    public boolean test(URI to) {
      boolean follows =
          WebAddress.origin(from).equals(WebAddress.origin(to))
              && permission(to, task) instanceof Permission.Given;
      stop = follows ? Optional.empty() : Optional.of(to);
      return follows;
    }
  }

  /** The text of the pages so far. */
  private static final class Pages {
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<URI> addresses = new HashSet<>();
    private final Cleaning cleaning;

    Pages(Cleaning cleaning) {
      this.cleaning = cleaning;
    }

    /** Adds the text of a page. Returns whether it is new. */
    boolean add(ExtractedArticle article, URI address) {
      addresses.add(address);
      var text = ArticleText.sanitize(article.html(), address, cleaning);
      return !text.isBlank() && length() + text.length() <= MAX_TEXT && texts.add(text);
    }

    private int length() {
      return texts.stream().mapToInt(String::length).sum();
    }

    boolean mayGrow() {
      return texts.size() < MAX_PAGES;
    }

    String html() {
      return String.join("\n", texts);
    }
  }

  /**
   * Fetches an article.
   *
   * @param answered runs after the first answer, which ends the permission for the host
   */
  ArticleOutcome fetch(URI address, Task task, Runnable answered) {
    switch (permission(address, task)) {
      case Permission.Refused(Nothing why) -> {
        return why;
      }
      case Permission.Unknown(URI file) -> {
        return new ArticleOutcome.Again(asked(file, task) ? Duration.ZERO : ROBOTS_WAIT);
      }
      case Permission.Given() -> {}
    }
    var read = page(address, task);
    answered.run();
    var first = followed(read, task);
    if (first.article().isEmpty()) {
      return first.failure().orElseThrow();
    }
    var article = first.article().get();
    return whole(article, task).orElseGet(() -> inPages(article, first.address(), task));
  }

  /** Returns the article from the page that shows all of it, if there is one. */
  private Optional<ArticleOutcome> whole(ExtractedArticle first, Task task) {
    return first
        .singlePage()
        .map(address -> inTurn(address, task))
        .flatMap(
            read -> {
              var pages = new Pages(task.feed().cleaning());
              return read.article()
                  .filter(all -> all.html().length() >= first.html().length())
                  .filter(all -> pages.add(all, read.address()))
                  .map(all -> text(pages, first, Optional.empty()));
            });
  }

  private ArticleOutcome inPages(ExtractedArticle first, URI address, Task task) {
    var pages = new Pages(task.feed().cleaning());
    if (!pages.add(first, address)) {
      return Nothing.forGood("has no article");
    }
    var next = first.next();
    while (next.isPresent() && pages.mayGrow() && pages.addresses.add(next.get())) {
      var read = inTurn(next.get(), task);
      if (read.failure().filter(Nothing::passing).isPresent()) {
        return text(pages, first, read.failure());
      }
      boolean grows = read.article().filter(it -> pages.add(it, read.address())).isPresent();
      next = grows ? read.article().flatMap(ExtractedArticle::next) : Optional.empty();
    }
    return text(pages, first, Optional.empty());
  }

  private static ArticleOutcome text(
      Pages pages, ExtractedArticle first, Optional<Nothing> missing) {
    var image = first.image().map(URI::toString).filter(it -> it.length() <= Limits.ADDRESS);
    return new ArticleOutcome.Text(pages.html(), image, first.paid(), missing);
  }

  /** Fetches the page to which one redirects, if it does. */
  private Read followed(Read first, Task task) {
    var read = first;
    var seen = new HashSet<URI>();
    while (read.onward().isPresent()) {
      var to = read.onward().get();
      if (!seen.add(to) || seen.size() > MAX_REDIRECTS) {
        return Read.failed(to, Nothing.forGood(ENDLESS));
      }
      read = onceInTurn(to, task);
    }
    return read;
  }

  /** Fetches a further page when its host may get a request. */
  private Read inTurn(URI address, Task task) {
    return followed(onceInTurn(address, task), task);
  }

  private Read onceInTurn(URI address, Task task) {
    if (permission(address, task) instanceof Permission.Unknown(URI file)) {
      try (var turn = turn(file, task)) {
        if (turn.refusal().isPresent()) {
          return Read.failed(address, turn.refusal().get());
        }
        request(file, task);
      }
    }
    if (permission(address, task) instanceof Permission.Refused(Nothing why)) {
      return Read.failed(address, why);
    }
    try (var turn = turn(address, task)) {
      return turn.refusal()
          .map(why -> Read.failed(address, why))
          .orElseGet(() -> page(address, task));
    }
  }

  /**
   * The permission to send a request to a host, or why there is none.
   *
   * @param visit empty if there is a refusal
   */
  private record Turn(Optional<HostTurns.Visit> visit, Optional<Nothing> refusal)
      implements AutoCloseable {
    static Turn refused(String why) {
      return new Turn(Optional.empty(), Optional.of(Nothing.forNow(why)));
    }

    @Override
    public void close() {
      visit.ifPresent(HostTurns.Visit::close);
    }
  }

  /** Waits until the host of an address may get a request. */
  private Turn turn(URI address, Task task) {
    var site = task.site(address);
    if (holds.longestFor(site, clock.instant()).isPresent()) {
      return Turn.refused("is on a host that asked us to wait");
    }
    var turn = new Turn(turns.take(site), Optional.empty());
    boolean inTime = !clock.instant().plus(task.list().polling().timeout()).isAfter(task.until());
    if (turn.visit().isPresent() && inTime) {
      return turn;
    }
    turn.close();
    return Turn.refused("has further pages that could not be fetched");
  }

  /** Returns whether robots.txt allows a page. */
  private Permission permission(URI page, Task task) {
    return task.feed().fullText().robots()
        ? robots.permission(page, clock.instant())
        : new Permission.Given();
  }

  /** Requests a robots.txt, unless another thread does. Returns whether it did. */
  private boolean asked(URI file, Task task) {
    if (!robots.begin(file)) {
      return false;
    }
    try {
      request(file, task);
      return true;
    } finally {
      robots.end(file);
    }
  }

  private void request(URI file, Task task) {
    boolean home = isHome(file, task.feed());
    robots.put(
        file,
        fetch(
            Fetcher.Request.robots(
                file,
                home ? task.feed().headers() : Map.of(),
                home ? task.feed().auth() : Optional.empty()),
            task),
        clock.instant());
  }

  private Read page(URI address, Task task) {
    boolean home = isHome(address, task.feed());
    var follow = new Follow(address, task);
    var fetched =
        fetch(
            Fetcher.Request.page(
                address,
                home ? task.feed().headers() : Map.of(),
                home ? task.feed().auth() : Optional.empty(),
                follow),
            task);
    return follow
        .stop
        .map(to -> Read.moved(address, to))
        .orElseGet(() -> read(address, fetched, task));
  }

  private Fetched fetch(Fetcher.Request request, Task task) {
    var now = clock.instant();
    var fetched =
        fetcher.fetch(request.over(task.feed().transport().forPages()), task.list().polling());
    var site = task.site(fetched.exchange().answered());
    HoldPolicy.after(fetched, site.host(), site.domain(), task.list().polling(), now)
        .ifPresent(hold -> holds.add(hold, now));
    return fetched;
  }

  /** Returns whether an address is of the feed's own origin: only that gets the credentials. */
  private static boolean isHome(URI address, Subscription feed) {
    return WebAddress.origin(address).equals(WebAddress.origin(feed.url()));
  }

  private Read read(URI address, Fetched fetched, Task task) {
    return switch (fetched) {
      case Fetched.Moved moved -> read(address, moved.result(), task);
      case Fetched.Fresh fresh -> extract(fresh, task);
      case Fetched.Throttled slow ->
          Read.failed(
              address,
              new Nothing("answered " + slow.exchange().status(), true, slow.retryAfter()));
      case Fetched.Gone gone ->
          Read.failed(address, Nothing.forGood("answered " + gone.exchange().status()));
      case Fetched.Unchanged unchanged ->
          Read.failed(address, Nothing.forGood("answered " + unchanged.exchange().status()));
      case Fetched.Failed failed -> Read.failed(address, failure(failed));
    };
  }

  private Read extract(Fetched.Fresh fresh, Task task) {
    var address = fresh.exchange().answered();
    var option = task.feed().fullText();
    var options =
        new ExtractOptions(option.keep().stream().toList(), option.remove().stream().toList());
    readers.acquireUninterruptibly();
    ExtractedArticle article;
    try {
      article =
          ArticleExtractor.extract(fresh.body(), fresh.headers().contentType(), address, options);
    } finally {
      readers.release();
    }
    return switch (article.kind()) {
      case ARTICLE ->
          fresh.damage().isPresent()
              ? Read.failed(address, Nothing.forNow("broke off"))
              : new Read(Optional.of(article), address, Optional.empty(), Optional.empty());
      case EMPTY ->
          Read.failed(
              address,
              Nothing.forGood(
                  article.paid() ? "says that its text is not free" : "has no article"));
      case LOGIN -> Read.failed(address, Nothing.forGood("asks for a password"));
      case NOT_HTML -> Read.failed(address, Nothing.forGood("is not HTML"));
    };
  }

  static Nothing failure(Fetched.Failed failed) {
    var answered = "answered " + failed.exchange().status();
    return switch (failed.reason()) {
      case DNS -> Nothing.forNow("is on a host without an address");
      case CONNECT -> Nothing.forNow("is on a host that cannot be reached");
      case TLS -> Nothing.forNow("is on a host without a secure connection");
      case TIMEOUT -> Nothing.forNow("did not come within polling.timeout");
      case PROTOCOL -> Nothing.forNow("came damaged");
      case TOO_LARGE -> Nothing.forGood("is larger than polling.max-size");
      case FORBIDDEN_ADDRESS ->
          Nothing.forGood("is at an address from which Feedloom does not fetch");
      case REDIRECT -> Nothing.forGood(ENDLESS);
      case DENIED -> Nothing.forGood(answered);
      case NOT_FOUND, CLIENT_ERROR, SERVER_ERROR -> Nothing.forNow(answered);
      case NOT_A_FEED -> Nothing.forGood("is empty");
      case UNEXPECTED -> Nothing.forGood("could not be read because of a bug in Feedloom");
    };
  }
}
