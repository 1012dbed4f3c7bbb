package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FullText;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.health.Health;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls that a store refuses. */
class UnstoredTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String REFUSE_ENTRIES =
      "ALTER TABLE entry ADD CONSTRAINT refused CHECK (feed_id < 0) NOCHECK";
  private static final String TAKE_ENTRIES = "ALTER TABLE entry DROP CONSTRAINT refused";

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @AfterEach
  void close() {
    publisher.close();
  }

  private static String rss(String guid) {
    return """
    <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
    <item><guid isPermaLink="false">%s</guid><title>One</title></item></channel></rss>
    """
        .formatted(guid);
  }

  private Running running(Duration every) throws NoSuchAlgorithmException {
    return new Running(
        folder,
        name -> List.of("127.0.0.1"),
        SSLContext.getDefault(),
        Running.polling(Duration.ofSeconds(50), every, every),
        time::get);
  }

  private void sql(String... statements) throws SQLException {
    try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"))) {
      for (var sql : statements) {
        c.createStatement().execute(sql);
      }
    }
  }

  private static void awaitRefused(Running running, String feed) throws InterruptedException {
    running.await(
        feed + " refused", () -> running.feed(feed).state().reason().contains("not be stored"));
  }

  private static List<String> troubles(Running running) {
    return running.health().troubles().stream().map(Health.Trouble::part).toList();
  }

  @Test
  void unstoredAnswerIsKeptAndStoredWithoutAnotherRequest() throws Exception {
    publisher.on("/a", Answer.feed(rss("1")));
    try (var running = running(HOUR)) {
      running.add("a", publisher.uri("a.test", "/a"));
      sql(REFUSE_ENTRIES);
      running.start();
      awaitRefused(running, "a");
      var due = running.feed("a").state().nextPoll();
      for (int i = 0; i < 5; i++) {
        var before = running.feed("a").state().nextPoll();
        time.set(before);
        running.await(
            "the next attempt", () -> running.feed("a").state().nextPoll().isAfter(before));
      }
      assertThat(troubles(running)).containsExactly("storing");
      assertThat(running.feed("a").state().nextPoll()).isAfter(due.plus(MINUTE));
      sql(TAKE_ENTRIES);
      time.set(running.feed("a").state().nextPoll());
      running.await("the entry", () -> running.feed("a").entries() == 1);

      assertThat(publisher.requests("/a")).hasSize(1);
      assertThat(running.feed("a").state().lastPoll())
          .contains(Instant.parse("2026-03-01T12:00:00Z"));
      running.await("all in order", () -> troubles(running).isEmpty());
    }
  }

  @Test
  void fullTextThatWasNotStoredIsFetchedAgain() throws Exception {
    var page = "<article><p>" + "A bridge over the river. ".repeat(90) + "</p></article>";
    publisher.on("/1", Answer.of(200, java.util.Map.of("Content-Type", "text/html"), page));
    publisher.on(
        "/a", Post.Format.RSS_2.answer(Post.of("1", "1", publisher.uri("a.test", "/1") + "")));
    try (var running = running(HOUR.multipliedBy(9))) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.subscribe();
      running.begin();
      running.awaitPolled("a");
      running.edit(
          Running.polling(Duration.ofSeconds(50), HOUR.multipliedBy(9), HOUR),
          feed -> feed.withFullText(FullText.of(FullText.Mode.ON)));
      var id = new FeedId("a");
      sql(REFUSE_ENTRIES);
      running.store().articles().refetch(id, Optional.empty(), time.get());
      running.await("the text refused", () -> troubles(running).contains("storing full texts"));
      sql("ALTER TABLE article ADD CONSTRAINT not_leased CHECK (tries < 0) NOCHECK", TAKE_ENTRIES);
      time.set(time.get().plus(HOUR));
      running.await("the lease refused", () -> troubles(running).contains("full texts"));
      sql("ALTER TABLE article DROP CONSTRAINT not_leased");
      running.await("the text", () -> running.store().articles().waiting().isEmpty());
      running.await("all in order", () -> troubles(running).isEmpty());

      var kept = new ArrayList<Entry>();
      running.store().feedEntries().all(running.feed("a").number(), it -> kept.add(it.entry()));
      assertThat(kept).singleElement().matches(Entry::hasFullText);
      assertThat(publisher.requests("/1")).hasSize(2);
    }
  }

  @Test
  void refusedFeedDoesNotKeepOthersFromBeingStored() throws Exception {
    publisher.on("/a", Answer.feed(rss("1"))).on("/b", Answer.of(304, java.util.Map.of(), ""));
    try (var running = running(HOUR)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.add("b", publisher.uri("b.test", "/b"));
      sql(REFUSE_ENTRIES);
      running.start();
      awaitRefused(running, "a");
      running.awaitPolled("b");

      assertThat(running.feed("a").state().outcome()).isEqualTo(Outcome.NEW);
    }
  }

  @Test
  void feedRefusedForLongIsNotPolledMoreOftenThanPlanned() throws Exception {
    publisher.on("/a", Answer.feed(rss("1")));
    var start = time.get();
    try (var running = running(HOUR)) {
      running.add("a", publisher.uri("a.test", "/a"));
      sql(REFUSE_ENTRIES);
      running.start();
      awaitRefused(running, "a");
      while (time.get().isBefore(start.plus(HOUR.multipliedBy(4)))) {
        var before = running.feed("a").state().nextPoll();
        time.set(before);
        running.await(
            "the next attempt", () -> running.feed("a").state().nextPoll().isAfter(before));
      }
    }

    assertThat(publisher.requests("/a")).hasSizeBetween(3, 5);
  }

  @Test
  void whileNothingCanBeStoredNoFeedIsRequestedTwice() throws Exception {
    for (int i = 0; i < 20; i++) {
      publisher.on("/" + i, Answer.feed(rss("1")));
    }
    try (var running = running(MINUTE)) {
      for (int i = 0; i < 20; i++) {
        running.add("f" + i, publisher.uri(i + ".test", "/" + i));
      }
      running.subscribe();
      sql("ALTER TABLE feed ADD CONSTRAINT frozen CHECK (due < 0) NOCHECK");
      running.begin();
      running.await("out of order", () -> troubles(running).contains("polling"));
      time.set(time.get().plus(HOUR));
      for (int i = 0; i < 20; i++) {
        assertThat(publisher.requests("/" + i)).hasSizeLessThanOrEqualTo(1);
      }
      sql("ALTER TABLE feed DROP CONSTRAINT frozen");
      for (int i = 0; i < 20; i++) {
        var name = "f" + i;
        running.await(name, () -> running.feed(name).entries() == 1);
      }
      running.await("in order", () -> troubles(running).isEmpty());
    }
  }

  @Test
  void editDuringAPollIsAppliedWhenTheStoreWorksAgain() throws Exception {
    var release = new CountDownLatch(1);
    publisher.on(
        "/a",
        (socket, out) -> {
          release.await();
          return Answer.feed(rss("1")).to(socket, out);
        });
    var soon = time.get().plus(HOUR.dividedBy(2));
    try (var running = running(MINUTE)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.await("the request", () -> !publisher.requests("/a").isEmpty());
      running.edit(Running.polling(Duration.ofSeconds(50), HOUR, HOUR), feed -> feed);
      sql(
          "ALTER TABLE feed ADD CONSTRAINT soon CHECK (due < %d) NOCHECK"
              .formatted(soon.toEpochMilli()));
      release.countDown();
      running.awaitPolled("a");
      running.await("the end of the poll", () -> running.refresher().underWay() == 0);
      assertThat(running.feed("a").state().nextPoll()).isBefore(soon);
      sql("ALTER TABLE feed DROP CONSTRAINT soon");
      running.refresher().wake();
      running.await("the new plan", () -> running.feed("a").state().nextPoll().isAfter(soon));

      assertThat(running.health().count()).isZero();
    }
  }
}
