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

/** Describes the results of probes for people. */
final class ProbeText {
  private ProbeText() {}

  /**
   * Returns one line with {@code ok} or {@code FAIL}, the feed and the result, and a second line
   * with the stored state. The time of the next poll is in the stored state, because a probe does
   * not change it.
   */
  static String lines(Probe.Report report, Optional<PollState> stored) {
    var line =
        "%-4s %s: %s"
            .formatted(report.isFeed() ? "ok" : "FAIL", report.feed().url(), outcome(report));
    var selected =
        report.selected().isEmpty()
            ? ""
            : "%n     found: ".formatted() + String.join(", ", report.selected());
    return stored
        .map(state -> line + selected + "%n     stored: ".formatted() + stored(state))
        .orElseGet(() -> line + "; " + next(report.next()) + selected);
  }

  private static String stored(PollState state) {
    var said = new ArrayList<String>();
    said.add(
        state
            .lastPoll()
            .map(time -> "last poll " + seconds(time) + ": " + state.message())
            .orElse(state.message()));
    if (state.failures() > 0) {
      said.add(state.failures() == 1 ? "1 failure" : state.failures() + " failures in a row");
      said.add(state.lastSuccess().map(time -> "last read " + seconds(time)).orElse("never read"));
    }
    said.add(next(state));
    state.address().ifPresent(address -> said.add("polled at " + address));
    state
        .move()
        .filter(move -> !state.message().contains(move.to().toString()))
        .ifPresent(move -> said.add(pending(move)));
    return String.join("; ", said);
  }

  private static String pending(PollState.Move move) {
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
    boolean searched =
        report.parsed().orElse(null) instanceof Parsed.Page page && !page.feeds().isEmpty();
    return (searched
            ? fetched(report.fetched())
            : report.parsed().map(ProbeText::read).orElseGet(() -> fetched(report.fetched())))
        + where(report);
  }

  private static String where(Probe.Report report) {
    if (!report.address().equals(report.feed().url())) {
      return " (the page names " + report.address() + ")";
    }
    return report.fetched() instanceof Fetched.Moved moved
        ? " (moved permanently to " + moved.to() + ": write this address into feeds.yml)"
        : "";
  }

  private static String read(Parsed parsed) {
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

  private static String fetched(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> "HTTP " + fresh.exchange().status();
      case Fetched.Unchanged _ -> "unchanged";
      case Fetched.Moved moved -> fetched(moved.there());
      case Fetched.Throttled throttled ->
          "asked to slow down: HTTP "
              + throttled.exchange().status()
              + throttled.retryAfter().map(d -> ", for " + d.toSeconds() + " s").orElse("");
      case Fetched.Gone _ -> "gone for good: HTTP 410";
      case Fetched.Failed failed -> failed.message();
    };
  }

  /** Prints one exchange and the feed that was read. */
  static void all(Probe.Report report, PrintWriter out) {
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
    out.println("took       " + exchange.took().toMillis() + " ms");
    out.println("size       " + exchange.bytes() + " bytes");
    exchange.freshFor().ifPresent(time -> out.println("fresh for  " + time.toSeconds() + " s"));
  }

  private static Optional<Validators> validators(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Fresh fresh -> Optional.of(fresh.validators());
      case Fetched.Unchanged unchanged -> Optional.of(unchanged.validators());
      case Fetched.Moved moved -> validators(moved.there());
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
