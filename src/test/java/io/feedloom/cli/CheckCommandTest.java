package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Subscription;
import io.feedloom.select.Selections;
import io.feedloom.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check --probe} says of feeds, besides what it finds, from what is stored of them. */
class CheckCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ELEVEN = Instant.parse("2026-03-01T11:00:00.123Z");

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final StringWriter out = new StringWriter();

  @AfterEach
  void close() {
    publisher.close();
  }

  private Settings feeds(String... paths) throws IOException {
    var yaml =
        new StringBuilder("polling: { allow-addresses: [127.0.0.0/8] }\n")
            .append("storage: { url: \"jdbc:h2:./data/river;CACHE_SIZE=4096\" }\nfeeds:\n");
    for (var path : paths) {
      publisher.on(
          path, Answer.feed("<rss version=\"2.0\"><channel><title>T</title></channel></rss>"));
      yaml.append("  - ").append(publisher.uri(path)).append('\n');
    }
    var file = Files.writeString(folder.resolve("feeds.yml"), yaml);
    return ((Loaded.Valid) FeedsFile.read(file, Map.of(), Selections::fault)).settings();
  }

  private int probe() {
    var writer = new PrintWriter(out, true);
    var environment = new Environment(InstantSource.fixed(NOON), "test", Map.of(), writer, writer);
    return FeedloomCommand.run(
        environment, "check", "--probe", "--config", folder.resolve("feeds.yml").toString());
  }

  /** What is said of the feed, the line of what is stored included. */
  private String saidOf(String path) {
    var said = out.toString();
    int from = said.indexOf(publisher.uri(path) + ":");
    return said.substring(from, said.indexOf("\nok ", from));
  }

  private static PollState state(
      Outcome outcome, String message, int failures, Instant next, Optional<Move> move) {
    return new PollState(
        PollState.Resource.UNKNOWN.withMove(move),
        new PollState.NextPoll(next, "it waits twice as long after each failure"),
        new PollState.Result(
            outcome,
            message,
            200,
            failures,
            Optional.of(ELEVEN),
            failures == 0 ? Optional.of(ELEVEN) : Optional.of(ELEVEN.minus(Duration.ofDays(2)))),
        Pace.NONE,
        Optional.empty());
  }

  private static void polled(Store store, Subscription feed, PollState state) {
    var due = store.leases().take(feed.id(), NOON, Duration.ofMinutes(5)).orElseThrow();
    store
        .updates()
        .apply(SampleUpdate.of(due, state, Optional.empty(), List.of(), List.of(), ELEVEN));
  }

  @Test
  void storedStatesAreShownWhileTheStoreIsInUse() throws IOException {
    var settings = feeds("/well", "/broken", "/moving", "/gone", "/new");
    var all = settings.subscriptions();
    var move = new Move(publisher.uri("/there"), ELEVEN, 2);
    try (var store = Store.open(settings.storage(), folder)) {
      store.feeds().subscribe(all, NOON);
      polled(store, all.get(0), state(Outcome.UNCHANGED, "unchanged", 0, NOON, Optional.empty()));
      polled(store, all.get(1), state(Outcome.FAILED, "HTTP 503", 3, NOON, Optional.empty()));
      polled(store, all.get(2), state(Outcome.FAILED, "timed out", 1, NOON, Optional.of(move)));
      polled(store, all.get(3), state(Outcome.GONE, "it is gone", 0, NOON, Optional.empty()));

      assertThat(probe()).isZero();

      assertThat(store.feeds().all()).hasSize(5);
    }
    assertThat(out.toString())
        .containsPattern("read from a copy of jdbc:h2:.*/data/river, which may be in use\n")
        .doesNotContain("CACHE_SIZE")
        .contains("5 of 5 feeds can be read");
    assertThat(saidOf("/well"))
        .endsWith(
            """
            : rss_2.0, 0 entries
                 stored: last poll 2026-03-01T11:00:00Z: unchanged; next poll 2026-03-01T12:00:00Z: it \
            waits twice as long after each failure\
            """);
    assertThat(saidOf("/broken"))
        .contains("HTTP 503; 3 failures in a row; last read 2026-02-27T11:00:00Z; next poll 2026");
    assertThat(saidOf("/moving"))
        .contains("timed out; 1 failure; ")
        .endsWith("/there was seen 2 times since 2026-03-01T11:00:00Z");
    assertThat(saidOf("/gone")).endsWith("it is gone; no longer polled");
    assertThat(out.toString()).containsPattern("/new: .*\n +stored: not polled yet; next poll .*");
  }

  @Test
  void unknownFeedIsShownWithoutStoredState() throws IOException {
    var before = feeds("/old");
    try (var store = Store.open(before.storage(), folder)) {
      store.feeds().subscribe(before.subscriptions(), NOON);
    }
    feeds("/old", "/added");

    probe();

    assertThat(out.toString()).containsPattern("/added: rss_2.0, 0 entries; next poll 2026-.*: ");
  }

  @Test
  void withoutAStoreNoneIsMade() throws IOException {
    feeds("/feed");

    assertThat(probe()).isZero();

    assertThat(out.toString())
        .containsPattern("Nothing is stored yet in jdbc:h2:.*/data/river\n")
        .containsPattern("/feed: rss_2.0, 0 entries; next poll 2026-");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void unreadableStoreIsReportedAndFeedsAreStillProbed() throws IOException {
    feeds("/feed");
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/river.mv.db"), "not a database".repeat(1_000));

    assertThat(probe()).isZero();

    assertThat(out.toString())
        .containsPattern("The store cannot be read: .*damaged")
        .contains("1 of 1 feeds can be read");
  }
}
