package io.feedloom.refresh;

import io.feedloom.feed.Exchange;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.NamedFeed;
import io.feedloom.feed.NamedFeed.Kind;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Searches for the feed of a web page. Requests the addresses to which the page links as feeds, one
 * after the other, until one is a feed. For one thread.
 */
final class Discovery {
  /** The most requests for one page. Most pages link to few different feeds. */
  private static final int MAX_TRIES = 10;

  private static final int MAX_REASON_LENGTH = 300;

  private final List<NamedFeed> waiting = new ArrayList<>();
  private final Set<URI> seen = new HashSet<>();
  private final List<String> named = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final Exchange page;
  private int tries;
  private boolean mayComeBack;

  /**
   * @param page the exchange that returned the page; its address is not requested again
   */
  Discovery(Exchange page, Parsed.Page names) {
    this.page = page;
    seen.add(page.requested());
    seen.add(page.answered());
    page.hops().forEach(hop -> seen.add(hop.to()));
    add(names);
  }

  /** Leaves out an address that was already requested. */
  Discovery without(URI asked) {
    seen.add(asked);
    waiting.removeIf(feed -> feed.address().equals(asked));
    return this;
  }

  private void add(Parsed.Page page) {
    for (var feed : page.feeds()) {
      if (seen.add(feed.address())) {
        waiting.add(feed);
        named.add(feed.address().toString());
      }
    }
    waiting.sort(Comparator.comparing(NamedFeed::kind));
  }

  /**
   * Searches.
   *
   * @param ask requests an address; returns empty if its host may not get a request now
   * @return the first that is a feed; the caller must close it
   */
  Optional<Visited> find(Function<URI, Optional<Visited>> ask) {
    for (var next = next(); next.isPresent(); next = next()) {
      var feed = next.get();
      var visited = ask.apply(feed.address());
      if (visited.filter(it -> it.document().isFeed()).isPresent()) {
        return visited;
      }
      visited.ifPresentOrElse(it -> missed(feed, it), () -> notAsked(feed));
    }
    return Optional.empty();
  }

  /**
   * Returns the next address to try. Feeds of comments come last, and only if no other feed may
   * become reachable later, because Feedloom polls the chosen feed from then on.
   */
  private Optional<NamedFeed> next() {
    if (tries == MAX_TRIES
        || waiting.isEmpty()
        || (mayComeBack && waiting.getFirst().kind() == Kind.COMMENTS)) {
      return Optional.empty();
    }
    tries++;
    return Optional.of(waiting.removeFirst());
  }

  private void missed(NamedFeed feed, Visited visited) {
    visited.close();
    var document = visited.document();
    if (feed.kind() == Kind.REFRESH && document.parsed().orElse(null) instanceof Parsed.Page page) {
      var exchange = document.fetched().exchange();
      seen.add(exchange.answered());
      add(page);
    }
    mayComeBack |= mayComeBack(document.judged());
    missed.add(feed.address() + ": " + reason(document.judged()));
  }

  private void notAsked(NamedFeed feed) {
    mayComeBack = true;
    missed.add(feed.address() + ": its host asked us to wait, or has many requests waiting");
  }

  private static boolean mayComeBack(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Throttled _ -> true;
      case Fetched.Failed failed ->
          switch (failed.reason()) {
            case DNS, CONNECT, TLS, TIMEOUT, PROTOCOL, SERVER_ERROR, UNEXPECTED -> true;
            case TOO_LARGE,
                FORBIDDEN_ADDRESS,
                REDIRECT,
                DENIED,
                NOT_FOUND,
                CLIENT_ERROR,
                NOT_A_FEED ->
                false;
          };
      case Fetched.Moved moved -> mayComeBack(moved.result());
      case Fetched.Fresh _, Fetched.Unchanged _, Fetched.Gone _ -> false;
    };
  }

  private static String reason(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Failed failed -> failed.message();
      case Fetched.Moved moved -> reason(moved.result());
      case Fetched.Throttled _, Fetched.Gone _, Fetched.Fresh _, Fetched.Unchanged _ ->
          "it answered " + fetched.exchange().status();
    };
  }

  /** Returns the page as a failed fetch, when no feed was found. */
  Fetched failed() {
    return new Fetched.Failed(page, Fetched.Reason.NOT_A_FEED, failure());
  }

  private String failure() {
    var reasons =
        missed.stream()
            .map(
                why ->
                    why.length() > MAX_REASON_LENGTH
                        ? why.substring(0, MAX_REASON_LENGTH) + "…"
                        : why)
            .collect(Collectors.joining("; "));
    return missed.isEmpty()
        ? "a web page that links to no other feed"
        : "a web page; none of the feeds that it links to can be read: " + reasons;
  }

  /** Returns a note for the admin about the feed that was chosen. */
  Problem note(Subscription feed, Visited chosen) {
    return new Problem(
        feed.url().toString(),
        "is a web page; of the feeds that it links to (%s), Feedloom reads %s%s"
            .formatted(
                String.join(", ", named),
                chosen.state().address().map(URI::toString).orElse("none"),
                missed.isEmpty() ? "" : "; tried before: " + String.join("; ", missed)));
  }
}
