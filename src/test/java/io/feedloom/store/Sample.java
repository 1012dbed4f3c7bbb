package io.feedloom.store;

import io.feedloom.feed.Category;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Rhythm;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Validators;
import io.feedloom.feed.Weights;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Subscriptions, entries and updates for tests. */
public final class Sample {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Duration LEASE = Duration.ofMinutes(5);
  public static final Duration TOOK = Duration.ofMillis(70);

  private Sample() {}

  /** Returns a feed at {@code https://<name>.example.org/feed} whose id is the name. */
  public static Subscription subscription(String name, String... tags) {
    return subscription(name, false, tags);
  }

  public static Subscription subscription(String name, boolean adoptsCategories, String... tags) {
    return new Subscription(
        new FeedId(name),
        URI.create("https://" + name + ".example.org/feed"),
        Optional.empty(),
        tags(tags),
        adoptsCategories,
        Optional.empty(),
        Optional.empty(),
        java.util.Map.of(),
        io.feedloom.feed.EntryFilter.NONE,
        io.feedloom.feed.EntryFilter.NONE);
  }

  public static Set<Tag> tags(String... labels) {
    return Arrays.stream(labels).map(Tag::of).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  public static Entry entry(String guid, String... categories) {
    return Entry.builder(guid)
        .title("Title of " + guid)
        .content("<p>Text of " + guid + "</p>")
        .categories(Arrays.stream(categories).map(Category::of).toList())
        .build();
  }

  /** Returns an entry some seconds after noon. */
  public static Change change(int second, Entry entry) {
    return new Change(
        Digest.of(entry.guid()),
        Digest.of(entry.toString()),
        NOON.plusSeconds(second),
        true,
        entry);
  }

  public static Change change(int second, String guid, String... categories) {
    return change(second, entry(guid, categories));
  }

  private static Rhythm rhythm() {
    var weights = new double[Rhythm.WEIGHTS];
    weights[9] = 2;
    weights[Rhythm.HOURS] = 1.5;
    weights[weights.length - 1] = 0.01;
    return Rhythm.of(NOON.minusSeconds(86_400), NOON, 25, Weights.of(weights));
  }

  public static PollState polled(Instant at) {
    return new PollState(
        PollState.Resource.UNKNOWN.withVersion(
            new Validators(Optional.of("\"v1\""), Optional.empty()), Optional.of("00ff")),
        new PollState.NextPoll(at.plus(Duration.ofHours(1)), "an hour later"),
        new PollState.Result(
            PollState.Outcome.FRESH, "200 OK", 200, 0, Optional.of(at), Optional.of(at)),
        Pace.NONE,
        Optional.of(rhythm()));
  }

  /** Returns the state after a poll with this outcome. */
  public static PollState polled(PollState.Outcome outcome, Instant next) {
    var s = polled(NOON);
    return s.due(next, s.reason()).withLast(s.last().withOutcome(outcome));
  }

  public static FeedInfo info(String title) {
    return info(title, Optional.of(NOON));
  }

  public static FeedInfo info(String title, Optional<Instant> updated) {
    return new FeedInfo(
        "atom_1.0",
        Optional.of("urn:example:feed"),
        Optional.of(title),
        Optional.empty(),
        Optional.of("https://example.org/"),
        Optional.empty(),
        List.of("https://hub.example.org/"),
        List.of(),
        Optional.of("en"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        updated,
        Pace.NONE,
        List.of(),
        List.of());
  }

  public static Update update(Due due, Instant at, Change... changes) {
    return SampleUpdate.of(
        due, polled(at), Optional.of(info("Feed")), List.of(), List.of(changes), at, TOOK);
  }

  public static Scan scan(int limit, Scan.Branch... branches) {
    return new Scan(
        List.of(branches),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /**
   * Returns a scan with a search.
   *
   * @param merges whether it merges stories
   */
  public static Scan scan(
      Search search, int limit, Optional<Cursor> before, boolean merges, Scan.Branch... branches) {
    return new Scan(
        List.of(branches),
        Set.of(),
        search,
        Optional.empty(),
        Optional.empty(),
        before,
        Optional.empty(),
        limit,
        OptionalInt.empty(),
        merges);
  }
}
