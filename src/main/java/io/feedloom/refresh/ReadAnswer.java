package io.feedloom.refresh;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.NamedFeed.Kind;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An answer and the result of parsing its body.
 *
 * @param parsed empty if the answer has no body, or one that is known already
 */
record ReadAnswer(Fetched fetched, Optional<Parsed> parsed) {

  /** Parses the body of an answer, as the options of the feed say. */
  static ReadAnswer read(Fetched fetched, FeedParser parser, Subscription feed, Instant at) {
    return read(fetched, parser, feed.pageRules(), feed.cleaning(), Optional.of(at));
  }

  /** Parses the body of an answer as a feed or a page, without rules for pages. */
  static ReadAnswer read(Fetched fetched, FeedParser parser, Cleaning cleaning) {
    return read(fetched, parser, PageRules.NONE, cleaning, Optional.empty());
  }

  private static ReadAnswer read(
      Fetched fetched,
      FeedParser parser,
      PageRules rules,
      Cleaning cleaning,
      Optional<Instant> at) {
    return body(fetched)
        .map(
            fresh ->
                weighed(
                    fetched, fresh, preferred(parser.parse(source(fresh, cleaning), rules, at))))
        .orElseGet(() -> new ReadAnswer(fetched, Optional.empty()));
  }

  /** Returns the entries that a page itself describes, unless it names feeds. */
  private static Parsed preferred(Parsed parsed) {
    return parsed instanceof Parsed.Page page
            && page.entries().isPresent()
            && page.feeds().stream().noneMatch(feed -> feed.kind().compareTo(Kind.COMMENTS) < 0)
        ? page.entries().get()
        : parsed;
  }

  /**
   * Returns the same answer with the feed that further documents make up. These may change while
   * this one stays the same, so the next request is unconditional.
   */
  ReadAnswer withFeed(Parsed.Feed feed) {
    return new ReadAnswer(withoutVersion(fetched), Optional.of(feed));
  }

  private static Fetched withoutVersion(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> fresh.withoutVersion();
      case Fetched.Moved(var to, var there) -> new Fetched.Moved(to, withoutVersion(there));
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ -> fetched;
    };
  }

  /** Returns how many values each selector of the admin finds, in words. */
  List<String> selected(FeedParser parser, PageRules rules, Instant at) {
    return body(fetched)
        .map(fresh -> parser.selected(source(fresh, Cleaning.ALL), rules, Optional.of(at)))
        .orElse(List.of());
  }

  static FetchedDocument source(Fetched.Fresh fresh, Cleaning cleaning) {
    return new FetchedDocument(
        fresh.exchange().answered(), fresh.body(), fresh.headers(), cleaning);
  }

  /**
   * Decides whether a body is incomplete. A document that has its end is complete, even if its
   * announced length is different. A document without its end was cut, even if its announced length
   * is right. A document that was cut before its first item counts as empty.
   */
  private static ReadAnswer weighed(Fetched fetched, Fetched.Fresh fresh, Parsed parsed) {
    if (!(parsed instanceof Parsed.Feed read)) {
      return new ReadAnswer(fetched, Optional.of(parsed));
    }
    var feed = read.extent() == Extent.TORN_IN_ITEM ? withoutHalfItem(read) : read;
    if (fresh.damage().isPresent() && feed.extent() != Extent.WHOLE) {
      var damage = fresh.damage().get();
      return new ReadAnswer(
          fetched,
          Optional.of(
              feed.items().isEmpty()
                  ? new Parsed.Unreadable(new Problem("", damage))
                  : cut(feed, damage)));
    }
    var damage =
        feed.extent() == Extent.TORN
            ? Optional.of("the document ends before the feed is complete")
            : Optional.<String>empty();
    return new ReadAnswer(withDamage(fetched, damage), Optional.of(feed));
  }

  /**
   * Returns the feed without its last item, if the item was cut before its guid. The complete item
   * would be another entry.
   */
  private static Parsed.Feed withoutHalfItem(Parsed.Feed feed) {
    var problems = new ArrayList<Problem>();
    problems.add(new Problem("", "ends inside an item, which is left out"));
    problems.addAll(feed.problems());
    return new Parsed.Feed(
        feed.info(),
        feed.items().subList(0, feed.items().size() - 1),
        problems,
        feed.tombstones(),
        Extent.TORN,
        feed.complete(),
        feed.matched());
  }

  private static Parsed.Feed cut(Parsed.Feed feed, String damage) {
    var problems = new ArrayList<Problem>();
    problems.add(new Problem("", damage + "; the part before that was read"));
    problems.addAll(feed.problems());
    return new Parsed.Feed(
        feed.info(),
        feed.items(),
        problems,
        feed.tombstones(),
        Extent.CUT,
        feed.complete(),
        feed.matched());
  }

  private static Fetched withDamage(Fetched fetched, Optional<String> damage) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> fresh.withDamage(damage);
      case Fetched.Moved(var to, var result) -> new Fetched.Moved(to, withDamage(result, damage));
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ -> fetched;
    };
  }

  /** Returns the body, unless there is none or it is known already. */
  static Optional<Fetched.Fresh> body(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> Optional.of(fresh);
      case Fetched.Moved moved -> body(moved.result());
      case Fetched.Unchanged _, Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ ->
          Optional.empty();
    };
  }

  static int size(Fetched fetched) {
    return body(fetched).map(fresh -> fresh.body().length).orElse(0);
  }

  boolean isFeed() {
    return parsed.filter(Parsed.Feed.class::isInstance).isPresent();
  }

  /** Returns the answer. If its body is not a feed, returns it as a failure. */
  Fetched judged() {
    return parsed.map(this::judged).orElse(fetched);
  }

  private Fetched judged(Parsed read) {
    return switch (read) {
      case Parsed.Feed _ -> fetched;
      case Parsed.Index _ -> failed(Reason.NOT_A_FEED, "an index of sitemaps without news");
      case Parsed.Page page -> failed(Reason.NOT_A_FEED, explanation(page));
      case Parsed.Unreadable unreadable ->
          body(fetched)
              .flatMap(Fetched.Fresh::damage)
              .map(damage -> failed(Reason.PROTOCOL, damage))
              .orElseGet(() -> failed(Reason.NOT_A_FEED, unreadable.problem().toString()));
    };
  }

  private Fetched failed(Reason reason, String message) {
    return new Fetched.Failed(fetched.exchange(), reason, message);
  }

  private static String explanation(Parsed.Page page) {
    if (!page.feeds().isEmpty()) {
      return "a web page instead of the former feed; it links to "
          + page.feeds().stream()
              .map(feed -> feed.address().toString())
              .collect(Collectors.joining(", "));
    }
    List<String> unusable = page.unusable();
    return unusable.isEmpty()
        ? "a web page that links to no feed; put the feed's own address into feeds.yml"
        : "a web page that links to a feed at \"%s\", which is not a valid address; put the feed's own address into feeds.yml"
            .formatted(String.join("\", \"", unusable));
  }
}
