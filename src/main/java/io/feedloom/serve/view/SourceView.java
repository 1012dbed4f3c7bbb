package io.feedloom.serve.view;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.FullText;
import io.feedloom.feed.Masked;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.Transport;
import io.feedloom.feed.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a feed: its last polls, the problems found, and its next poll.
 *
 * @param facts properties of the feed, each with a name
 * @param problems of the last document, and of the pages of entries
 * @param polls the last ones, the newest first
 * @param admin the page for the admin; null if there is none, or if this is that page
 */
public record SourceView(
    String title,
    String condition,
    String meaning,
    String message,
    List<Fact> facts,
    PollChart chart,
    List<Problem> problems,
    List<Poll> polls,
    @Nullable String admin) {
  private static final int MAX_POLLS = 20;

  /**
   * A property of a feed.
   *
   * @param time null if it is not a time
   */
  public record Fact(String name, String value, @Nullable Moment time) {}

  /** One poll. */
  public record Poll(Moment time, String outcome, String status, String took, int arrived) {}

  /**
   * Returns the view of a feed.
   *
   * @param history its polls, the newest first
   */
  public static SourceView of(FeedStatus feed, List<Polled> history, Instant now) {
    var condition = FeedHealth.of(feed, history, now);
    return new SourceView(
        feed.display(),
        condition.word(),
        condition.meaning(),
        feed.state().message(),
        facts(feed),
        PollChart.of(history),
        feed.problems(),
        history.stream().limit(MAX_POLLS).map(SourceView::poll).toList(),
        null);
  }

  /** Returns the same with a link to the page for the admin. */
  public SourceView withAdmin(String path) {
    return new SourceView(title, condition, meaning, message, facts, chart, problems, polls, path);
  }

  /** Returns the same with the number of entries that wait for their pages. */
  public SourceView withPagesWaiting(long waiting) {
    return with(
        more ->
            text(
                more,
                "Pages to fetch",
                Optional.of(waiting).filter(n -> n > 0).map(String::valueOf)));
  }

  /** Returns the same with the feed's subscription at a hub. */
  public SourceView withTopic(TopicSubscription topic) {
    return with(
        more -> {
          var course = topic.course();
          text(more, "Hub", Optional.of(Masked.text(topic.hub())));
          text(more, "Subscription", Optional.of(topic.state().word() + ": " + course.message()));
          time(more, "Lease of the hub ends", "", course.expires());
          time(
              more,
              "Last delivery",
              "%d deliveries".formatted(topic.received().count()),
              topic.received().last());
          var evidence = topic.received().evidence();
          text(
              more,
              "New entries",
              Optional.of(
                  "%d came from the hub, %d only by polling"
                      .formatted(evidence.brought(), evidence.missed())));
        });
  }

  /** Returns the same with the options of feeds.yml. */
  public SourceView withFilters(Subscription subscription) {
    return with(more -> chosen(more, subscription));
  }

  private SourceView with(Consumer<List<Fact>> more) {
    var all = new ArrayList<>(facts);
    more.accept(all);
    return new SourceView(
        title, condition, meaning, message, List.copyOf(all), chart, problems, polls, admin);
  }

  private static void chosen(List<Fact> all, Subscription subscription) {
    text(all, "Keeps only", describe(subscription.include()));
    text(all, "Drops", describe(subscription.exclude()));
    var option = subscription.fullText();
    switch (option.mode()) {
      case OFF -> {
        // The usual case needs no line.
      }
      case ON -> text(all, "Full text", Optional.of("from the page of each new entry"));
      case WAIT -> text(all, "Full text", Optional.of("from the page; new entries wait for it"));
    }
    text(all, "Keeps of a page", option.keep());
    text(all, "Removes from a page", option.remove());
    text(all, "Robots.txt", Optional.of("ignored for pages").filter(_ -> ignoresRobots(option)));
    text(all, "Not cleaned", uncleaned(subscription.cleaning()));
    text(all, "Polled", Optional.of("no, it is disabled").filter(_ -> !subscription.enabled()));
    text(all, "Requests", requests(subscription.transport()));
    text(all, "Entries", entries(subscription.entryOptions()));
  }

  /** Returns how requests are sent if not as usual, without secrets. */
  private static Optional<String> requests(Transport transport) {
    var parts = new ArrayList<String>();
    transport.proxy().ifPresent(proxy -> parts.add("proxy " + proxy));
    transport
        .trust()
        .ifPresent(
            trust ->
                parts.add(
                    trust instanceof Trust.Authorities ? "own authority" : "pinned certificate"));
    transport.timeout().ifPresent(timeout -> parts.add("timeout " + timeout.toSeconds() + " s"));
    transport.maxSize().ifPresent(size -> parts.add("at most " + size + " bytes"));
    transport.body().ifPresent(_ -> parts.add("POST"));
    if (transport.cookies()) {
      parts.add("cookies within an exchange");
    }
    if (transport.ignoresCache()) {
      parts.add("unconditional");
    }
    return Optional.of(String.join(", ", parts)).filter(words -> !words.isEmpty());
  }

  private static Optional<String> entries(EntryOptions options) {
    var identified =
        switch (options.idBy()) {
          case GUID -> "";
          case LINK -> "identified by link";
          case TITLE -> "identified by title";
          case CONTENT -> "identified by title and text";
        };
    var kept = options.appliesUpdates() ? "" : "not changed by updates";
    return Optional.of(identified + (identified.isEmpty() || kept.isEmpty() ? "" : ", ") + kept)
        .filter(words -> !words.isEmpty());
  }

  private static boolean ignoresRobots(FullText option) {
    return option.isOn() && !option.robots();
  }

  private static Optional<String> uncleaned(Cleaning cleaning) {
    var parts =
        Arrays.stream(Cleaning.Part.values())
            .filter(part -> !cleaning.does(part))
            .map(Cleaning.Part::option)
            .collect(Collectors.joining(", "));
    return Optional.of(parts).filter(words -> !words.isEmpty());
  }

  private static Optional<String> describe(EntryFilter filter) {
    return Optional.of(Rule.describe(filter)).filter(words -> !words.isEmpty());
  }

  private static List<Fact> facts(FeedStatus feed) {
    PollState state = feed.state();
    var facts = new ArrayList<Fact>();
    text(facts, "Address", Optional.of(feed.url().toString()));
    text(facts, "Polled at", state.address().map(Object::toString));
    text(facts, "Moving to", state.move().map(move -> move.to().toString()));
    text(facts, "Format", feed.info().map(FeedInfo::format));
    text(facts, "Made by", feed.info().flatMap(FeedInfo::generator));
    time(facts, "Last poll", "", state.lastPoll());
    time(facts, "Last success", "", state.lastSuccess());
    time(
        facts,
        "Next poll",
        state.reason(),
        Optional.of(state.nextPoll()).filter(_ -> state.outcome() != PollState.Outcome.GONE));
    text(facts, "ETag", state.validators().etag());
    text(facts, "Last-Modified", state.validators().lastModified());
    text(facts, "Entries kept", Optional.of(String.valueOf(feed.entries())));
    return List.copyOf(facts);
  }

  private static void text(List<Fact> facts, String name, Optional<String> value) {
    value.ifPresent(text -> facts.add(new Fact(name, text, null)));
  }

  private static void time(List<Fact> facts, String name, String more, Optional<Instant> value) {
    value.ifPresent(time -> facts.add(new Fact(name, more, Moment.of(time))));
  }

  private static Poll poll(Polled poll) {
    return new Poll(
        Moment.of(poll.at()),
        PollChart.word(poll.outcome()),
        poll.status() == 0 ? "–" : String.valueOf(poll.status()),
        poll.duration().toMillis() + " ms",
        poll.arrived());
  }
}
