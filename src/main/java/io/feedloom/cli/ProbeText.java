package io.feedloom.cli;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Validators;
import io.feedloom.refresh.Probe;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;

/** Formats the results of probes for the terminal. */
final class ProbeText {
  private ProbeText() {}

  /**
   * Returns one line with {@code ok} or {@code FAIL}, the feed and the result. If the database has
   * a state of the feed, a second line shows it, with the time of the next poll.
   */
  static String summary(Probe.Report report, Optional<PollState> stored) {
    var line =
        "%-4s %s: %s"
            .formatted(report.isFeed() ? "ok" : "FAIL", report.feed().url(), outcome(report));
    var selected =
        report.selected().isEmpty()
            ? ""
            : "%n     found: ".formatted() + String.join(", ", report.selected());
    return stored
        .map(state -> line + selected + "%n     stored: ".formatted() + storedState(state))
        .orElseGet(() -> line + "; " + next(report.next()) + selected);
  }

  private static String storedState(PollState state) {
    var parts = new ArrayList<String>();
    parts.add(
        state
            .lastPoll()
            .map(time -> "last poll " + seconds(time) + ": " + state.message())
            .orElse(state.message()));
    if (state.failures() > 0) {
      parts.add(state.failures() == 1 ? "1 failure" : state.failures() + " failures in a row");
      parts.add(state.lastSuccess().map(time -> "last read " + seconds(time)).orElse("never read"));
    }
    parts.add(next(state));
    state.address().ifPresent(address -> parts.add("polled at " + address));
    state
        .move()
        .filter(move -> !state.message().contains(move.to().toString()))
        .ifPresent(move -> parts.add(redirect(move)));
    return String.join("; ", parts);
  }

  private static String redirect(PollState.Move move) {
    return "a permanent redirect to %s was seen %s since %s"
        .formatted(
            move.to(), move.seen() == 1 ? "once" : move.seen() + " times", seconds(move.since()));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns when {@code serve} would poll the feed again, and why at that time. */
  private static String next(PollState state) {
    return state.outcome() == PollState.Outcome.GONE
        ? "no longer polled"
        : "next poll %s: %s".formatted(seconds(state.nextPoll()), state.reason());
  }

  static String outcome(Probe.Report report) {
    boolean hasFeedLinks =
        report.parsed().orElse(null) instanceof Parsed.Page page && !page.feeds().isEmpty();
    return (hasFeedLinks
            ? describe(report.fetched())
            : report.parsed().map(ProbeText::describe).orElseGet(() -> describe(report.fetched())))
        + address(report);
  }

  private static String address(Probe.Report report) {
    if (!report.address().equals(report.feed().url())) {
      return " (the page names " + report.address() + ")";
    }
    return report.fetched() instanceof Fetched.Moved moved
        ? " (moved permanently to " + moved.to() + ": write this address into feeds.yml)"
        : "";
  }

  private static String describe(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Feed feed ->
          "%s, %d entries%s"
              .formatted(
                  feed.info().format(),
                  feed.items().size(),
                  feed.problems().isEmpty() ? "" : ", " + feed.problems().size() + " problems");
      case Parsed.Page page ->
          page.unusable().isEmpty()
              ? "a web page that links to no feed"
              : "a web page that links to a feed at an invalid address: " + page.unusable();
      case Parsed.Index index -> "an index of " + index.sitemaps().size() + " sitemaps";
      case Parsed.Unreadable unreadable -> unreadable.problem().toString();
    };
  }

  private static String describe(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> "HTTP " + fresh.exchange().status();
      case Fetched.Unchanged _ -> "unchanged";
      case Fetched.Moved moved -> describe(moved.result());
      case Fetched.Throttled throttled ->
          "asked to slow down: HTTP "
              + throttled.exchange().status()
              + throttled.retryAfter().map(d -> ", for " + d.toSeconds() + " s").orElse("");
      case Fetched.Gone _ -> "gone for good: HTTP 410";
      case Fetched.Failed failed -> failed.message();
    };
  }

  /** Prints the exchange, the feed with its entries, the result and the next poll. */
  static void print(Probe.Report report, PrintWriter out) {
    exchange(report.fetched().exchange(), out);
    validators(report.fetched()).ifPresent(v -> print(v, out));
    if (report.parsed().orElse(null) instanceof Parsed.Feed feed) {
      print(feed, out);
    }
    out.println(outcome(report));
    report.selected().forEach(count -> out.println("selected   " + count));
    out.println("schedule   " + next(report.next()));
    out.flush();
  }

  private static void exchange(Exchange exchange, PrintWriter out) {
    out.println("requested  " + exchange.requested());
    exchange.hops().forEach(hop -> out.println("redirect   " + hop.status() + " to " + hop.to()));
    if (exchange.status() > 0) {
      out.println("answered   HTTP " + exchange.status() + " from " + exchange.answered());
    }
    out.println("took       " + exchange.duration().toMillis() + " ms");
    out.println("size       " + exchange.bytes() + " bytes");
    exchange.freshFor().ifPresent(time -> out.println("fresh for  " + time.toSeconds() + " s"));
  }

  private static Optional<Validators> validators(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> Optional.of(fresh.validators());
      case Fetched.Unchanged unchanged -> Optional.of(unchanged.validators());
      case Fetched.Moved moved -> validators(moved.result());
      case Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ -> Optional.empty();
    };
  }

  private static void print(Validators validators, PrintWriter out) {
    out.println("etag       " + validators.etag().orElse("none"));
    out.println("modified   " + validators.lastModified().orElse("none"));
  }

  private static void print(Parsed.Feed feed, PrintWriter out) {
    FeedInfo info = feed.info();
    out.println("format     " + info.format());
    info.title().ifPresent(title -> out.println("title      " + title));
    info.link().ifPresent(link -> out.println("page       " + link));
    info.language().ifPresent(language -> out.println("language   " + language));
    info.hubs().forEach(hub -> out.println("hub        " + hub));
    feed.problems().forEach(problem -> out.println("problem    " + problem));
    feed.items().stream().map(Item::entry).forEach(entry -> print(entry, out));
  }

  private static void print(Entry entry, PrintWriter out) {
    out.println();
    out.println("entry      " + (entry.title().isBlank() ? "(untitled)" : entry.title()));
    out.println("  guid       " + entry.guid());
    entry.link().ifPresent(link -> out.println("  link       " + link));
    entry.published().ifPresent(date -> out.println("  published  " + date));
    entry.updated().ifPresent(date -> out.println("  updated    " + date));
    entry.authors().forEach(author -> out.println("  author     " + author.display()));
    entry.categories().forEach(category -> out.println("  category   " + category.display()));
    entry.enclosures().forEach(enclosure -> out.println("  enclosure  " + enclosure.url()));
  }
}
