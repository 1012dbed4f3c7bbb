package io.feedloom.refresh;

import io.feedloom.extract.ArticleExtractor;
import io.feedloom.extract.ExtractOptions;
import io.feedloom.extract.ExtractedArticle;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.WebAddress;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.ArticleText;
import io.feedloom.refresh.ArticleOutcome.Nothing;
import io.feedloom.schedule.HoldPolicy;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Fetches the article of one entry: its page, and the further pages of an article in several. */
final class ArticleFetch {
  /** The most pages of one article. */
  static final int MAX_PAGES = 10;

  /** The most characters of all pages, as of the content of an entry. */
  private static final int MOST_TEXT = 2 * Limits.CONTENT;

  private final Fetcher fetcher;
  private final InstantSource clock;
  private final ActiveHolds holds;
  private final HostTurns turns;

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

  /** A page that was read, or why there is none. */
  private record Read(Optional<ExtractedArticle> article, URI address, Optional<Nothing> failure) {
    static Read failed(URI address, Nothing why) {
      return new Read(Optional.empty(), address, Optional.of(why));
    }
  }

  /** The text of the pages so far. */
  private static final class Pages {
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<URI> addresses = new HashSet<>();

    /** Adds the text of a page. Returns whether it is new. */
    boolean add(ExtractedArticle article, URI address) {
      addresses.add(address);
      var text = ArticleText.sanitize(article.html(), address);
      return !text.isBlank() && length() + text.length() <= MOST_TEXT && texts.add(text);
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
    var first = page(address, task);
    answered.run();
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
              var pages = new Pages();
              return read.article()
                  .filter(all -> all.html().length() >= first.html().length())
                  .filter(all -> pages.add(all, read.address()))
                  .map(all -> text(pages, first, Optional.empty()));
            });
  }

  private ArticleOutcome inPages(ExtractedArticle first, URI address, Task task) {
    var pages = new Pages();
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

  /** Fetches a further page when its host may get a request. */
  private Read inTurn(URI address, Task task) {
    var site = task.site(address);
    if (holds.on(site, clock.instant()).isPresent()) {
      return Read.failed(address, Nothing.forNow("is on a host that asked us to wait"));
    }
    try (var turn = new OptionalTurn(turns.take(site))) {
      boolean inTime = !clock.instant().plus(task.list().polling().timeout()).isAfter(task.until());
      return turn.isGiven() && inTime
          ? page(address, task)
          : Read.failed(address, Nothing.forNow("has further pages that could not be fetched"));
    }
  }

  /** A turn that may be missing. */
  private record OptionalTurn(Optional<HostTurns.Visit> visit) implements AutoCloseable {
    boolean isGiven() {
      return visit.isPresent();
    }

    @Override
    public void close() {
      visit.ifPresent(HostTurns.Visit::close);
    }
  }

  private Read page(URI address, Task task) {
    var now = clock.instant();
    var fetched = fetcher.fetch(request(address, task.feed()), task.list().polling());
    var site = task.site(fetched.exchange().answered());
    HoldPolicy.after(fetched, site.host(), site.domain(), task.list().polling(), now)
        .ifPresent(hold -> holds.add(hold, now));
    return read(address, fetched, task);
  }

  /** Returns a request. The admin's credentials are sent only to the feed's own origin. */
  private static Fetcher.Request request(URI address, Subscription feed) {
    boolean home = WebAddress.origin(address).equals(WebAddress.origin(feed.url()));
    return Fetcher.Request.page(
        address, home ? feed.headers() : Map.of(), home ? feed.auth() : Optional.empty());
  }

  private Read read(URI address, Fetched fetched, Task task) {
    return switch (fetched) {
      case Fetched.Moved moved -> read(address, moved.there(), task);
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
              : new Read(Optional.of(article), address, Optional.empty());
      case EMPTY ->
          Read.failed(
              address,
              Nothing.forGood(
                  article.paid() ? "says that its text is not free" : "has no article"));
      case LOGIN -> Read.failed(address, Nothing.forGood("asks for a password"));
      case NOT_HTML -> Read.failed(address, Nothing.forGood("is not HTML"));
    };
  }

  private static Nothing failure(Fetched.Failed failed) {
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
      case REDIRECT -> Nothing.forGood("redirects in a way that cannot be followed");
      case DENIED -> Nothing.forGood(answered);
      case NOT_FOUND, CLIENT_ERROR, SERVER_ERROR -> Nothing.forNow(answered);
      case NOT_A_FEED -> Nothing.forGood("is empty");
      case UNEXPECTED -> Nothing.forGood("could not be read because of a bug in Feedloom");
    };
  }
}
