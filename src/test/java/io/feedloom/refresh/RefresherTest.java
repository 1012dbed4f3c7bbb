package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.FullText;
import io.feedloom.feed.PollState.Outcome;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop at work: whom it asks when, and whom it leaves alone. */
class RefresherTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
      <item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>
      """;
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @AfterEach
  void close() {
    publisher.close();
  }

  private Running running(Duration every, Duration min, InstantSource clock)
      throws NoSuchAlgorithmException {
    return new Running(
        folder,
        name -> List.of("127.0.0.1"),
        SSLContext.getDefault(),
        Running.polling(Duration.ofSeconds(50), every, min),
        clock);
  }

  @Test
  void holdOfADomainSurvivesARestart() throws Exception {
    publisher.on("/a", Answer.of(429, Map.of("Retry-After", "7200"), ""));
    publisher.on("/b", Answer.feed(RSS)).on("/c", Answer.feed(RSS)).on("/d", Answer.feed(RSS));
    try (var running = running(HOUR, Duration.ofMinutes(15), InstantSource.system())) {
      running.add("a", publisher.uri("a.example.org", "/a"));
      running.start();
      running.awaitPolled("a");
      running.add("b", publisher.uri("b.example.org", "/b"));
      running.add("c", publisher.uri("c.example.net", "/c"));
      running.store().feeds().subscribe(List.of(), running.now());
      running.restart();
      running.awaitPolled("c");
      running.await("b waits", () -> running.feed("b").state().reason().contains("asked us"));

      var held = running.feed("b").state();
      assertThat(held.reason()).isEqualTo("a.example.org answered 429 and asked us to wait 2 h");
      assertThat(held.nextPoll()).isAfter(running.now().plus(Duration.ofMinutes(110)));
      assertThat(held.outcome()).isEqualTo(Outcome.NEW);
      assertThat(running.feed("c").state().outcome()).isEqualTo(Outcome.FRESH);
      assertThat(publisher.requests("/b")).isEmpty();
    }
  }

  @Test
  void failingServerHoldsItsHostAndNotItsDomain() throws Exception {
    publisher.on("/a", Answer.of(503, Map.of("Retry-After", "7200"), ""));
    publisher.on("/b", Answer.feed(RSS)).on("/c", Answer.feed(RSS));
    try (var running = running(HOUR, Duration.ofMinutes(15), InstantSource.system())) {
      running.add("a", publisher.uri("a.example.org", "/a"));
      running.start();
      running.awaitPolled("a");
      running.add("b", publisher.uri("a.example.org", "/b"));
      running.add("c", publisher.uri("c.example.org", "/c"));
      running.restart();
      running.awaitPolled("c");
      running.await("b waits", () -> running.feed("b").state().reason().contains("asked us"));

      assertThat(publisher.requests("/b")).isEmpty();
    }
  }

  @Test
  void hostsThatNeverAnswerDelayNoOthers() throws Exception {
    publisher.on("/hang", Answer.silence()).on("/feed", Answer.feed(RSS));
    try (var running = running(HOUR, Duration.ofMinutes(15), InstantSource.system())) {
      for (int i = 0; i < 300; i++) {
        running.add("hang-" + i, publisher.uri(i < 200 ? "one.test" : i + ".test", "/hang?" + i));
      }
      for (int i = 0; i < 30; i++) {
        running.add("feed-" + i, publisher.uri("alive-" + i + ".test", "/feed?" + i));
      }
      running.start();
      running.await("the healthy ones polled", () -> publisher.requests("/feed").size() == 30);
      for (int i = 0; i < 30; i++) {
        running.awaitPolled("feed-" + i);
      }

      assertThat(publisher.requests("/hang")).hasSizeLessThanOrEqualTo(102);
      assertThat(publisher.requests("/hang").stream().map(it -> it.header("Host").orElse("")))
          .filteredOn(host -> host.startsWith("one.test"))
          .hasSize(2);

      // Polls are under way now, and none of them will ever end by itself.
      assertTimeout(Duration.ofSeconds(5), () -> running.refresher().close());
      assertThat(running.feed("hang-250").state().outcome()).isEqualTo(Outcome.NEW);
      assertThat(running.feed("feed-7").entries()).isEqualTo(1);
      assertThat(running.refresher().underWay()).isZero();
    }
  }

  @Test
  void validatorsAreSentBackUnchangedAfterARestart() throws Exception {
    var odd = "W/\"a\\b, c\"";
    publisher.on(
        "/a",
        request ->
            request.header("If-None-Match").isPresent()
                ? Answer.of(304, Map.of(), "")
                : Answer.of(200, Map.of("ETag", odd, "Last-Modified", "about noon"), RSS));
    var second = Duration.ofSeconds(1);
    try (var running = running(second, second, time::get)) {
      running.add("a", publisher.uri("a.test", "/a?x=1"));
      running.start();
      running.awaitPolled("a");
      running.restart();
      time.set(time.get().plus(HOUR));
      running.await("unchanged", () -> running.feed("a").state().outcome() == Outcome.UNCHANGED);
    }

    assertThat(publisher.requests().getLast().header("If-None-Match")).contains(odd);
    assertThat(publisher.requests().getLast().header("If-Modified-Since")).contains("about noon");
    assertThat(publisher.requests())
        .allSatisfy(
            request -> {
              assertThat(request.method() + " " + request.target()).isEqualTo("GET /a?x=1");
              assertThat(request.header("Cookie")).isEmpty();
              assertThat(request.header("Referer")).isEmpty();
            });
  }

  @Test
  void unchangedBodyIsRecognizedIfTheServerIgnoresValidators() throws Exception {
    publisher.on("/a", Answer.of(200, Map.of("ETag", "\"1\""), RSS));
    var second = Duration.ofSeconds(1);
    try (var running = running(second, second, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");
      time.set(time.get().plus(HOUR));
      running.await("unchanged", () -> running.feed("a").state().outcome() == Outcome.UNCHANGED);

      assertThat(running.feed("a").state().status()).isEqualTo(200);
      assertThat(running.feed("a").state().message()).startsWith("the same ");
    }
  }

  @Test
  void pagesOfNewEntriesAreFetchedWhileItRunsAndAfterARestart() throws Exception {
    var text = "<p>%s</p>".formatted("The bridge over the river is to be rebuilt. ".repeat(20));
    var page =
        Answer.of(
            200,
            Map.of("Content-Type", "text/html"),
            "<html><body><article>" + text.repeat(4) + "</article></body></html>");
    publisher.on("/1", page).on("/2", Answer.silence());
    publisher.on(
        "/a",
        Post.Format.RSS_2.answer(
            Post.of("1", "One", publisher.uri("a.test", "/1").toString()),
            Post.of("2", "Two", publisher.uri("b.test", "/2").toString())));
    try (var running = running(HOUR, HOUR, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.prepare(
          Running.polling(Duration.ofSeconds(50), HOUR, HOUR),
          feed -> feed.withFullText(FullText.of(FullText.Mode.ON)));
      running.start();
      running.await("the first text", () -> fullTexts(running) == 1);
      running.await("the second page requested", () -> !publisher.requests("/2").isEmpty());
      publisher.on("/2", page);
      running.restart();
      running.await("the second text", () -> fullTexts(running) == 2);

      assertThat(publisher.requests("/1")).hasSize(1);
      assertThat(publisher.requests("/2")).hasSize(2);
    }
  }

  private static long fullTexts(Running running) {
    var count = new AtomicInteger();
    running
        .store()
        .feedEntries()
        .all(
            running.feed("a").number(),
            kept -> count.addAndGet(kept.entry().hasFullText() ? 1 : 0));
    return count.get();
  }

  @Test
  void twoFeedsMayUseTheSameGuid() throws Exception {
    publisher.on("/a", Answer.feed(RSS)).on("/b", Answer.feed(RSS));
    try (var running = running(HOUR, HOUR, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.add("b", publisher.uri("b.test", "/b"));
      running.start();
      running.awaitPolled("a");
      running.awaitPolled("b");

      assertThat(running.feed("a").entries()).isEqualTo(1);
      assertThat(running.feed("b").entries()).isEqualTo(1);
    }
  }

  @Test
  void pageLeadsToItsFeedAndANoteNamesIt() throws Exception {
    publisher.on(
        "/page",
        Answer.of(
            200,
            Map.of("Content-Type", "text/html"),
            "<html><head><link rel=alternate type='application/rss+xml' href='/a'></head></html>"));
    publisher.on("/a", Answer.feed(RSS));
    try (var running = running(HOUR, HOUR, time::get)) {
      running.add("a", publisher.uri("a.test", "/page"));
      running.start();
      running.awaitPolled("a");

      assertThat(running.feed("a").entries()).isEqualTo(1);
      assertThat(running.feed("a").state().address()).contains(publisher.uri("a.test", "/a"));
      assertThat(running.feed("a").problems().toString())
          .contains("is a web page; of the feeds that it links to")
          .contains("Feedloom reads " + publisher.uri("a.test", "/a"));
    }
  }

  @Test
  void changedClockDoesNotStopPolls() throws Exception {
    publisher.on("/a", Answer.feed(RSS));
    var year2041 = Instant.parse("2041-01-01T00:00:00Z");
    var second = Duration.ofSeconds(1);
    try (var running = running(second, second, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");

      time.set(year2041);
      running.await(
          "a second poll",
          () -> running.feed("a").state().lastPoll().orElseThrow().equals(year2041));
      time.set(Instant.parse("2026-03-02T12:00:00Z"));
      running.await(
          "due soon",
          () -> running.store().leases().nextDue().orElseThrow().isBefore(time.get().plus(HOUR)));
      time.set(time.get().plus(HOUR));
      running.await(
          "a third poll",
          () -> running.feed("a").state().lastPoll().orElseThrow().equals(time.get()));

      assertThat(running.feed("a").entries()).isEqualTo(1);
      assertThat(running.store().feeds().history(List.of(running.feed("a").id())).values())
          .first()
          .satisfies(polls -> assertThat(polls).hasSizeGreaterThanOrEqualTo(3));
    }
  }

  private static String atom(String inside) {
    return "<feed xmlns='http://www.w3.org/2005/Atom'"
        + " xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        + "<id>urn:example:f</id><title>F</title>"
        + inside
        + "</feed>";
  }

  private static String entry(String id, String updated) {
    return "<entry><id>%s</id><title>%s</title><updated>%s</updated></entry>"
        .formatted(id, id, updated);
  }

  @Test
  void withdrawnEntryIsGoneUntilItIsPublishedAgain() throws Exception {
    var old = entry("urn:example:1", "2026-01-01T00:00:00Z");
    var tombstone = "<at:deleted-entry ref='urn:example:1' when='2026-01-02T00:00:00Z'/>";
    var other = entry("urn:example:2", "2026-01-01T00:00:00Z");
    var again = entry("urn:example:1", "2026-01-03T00:00:00Z");
    var documents =
        List.of(old + other, old + other + tombstone, old + other, tombstone + again + other);
    var place = new AtomicInteger();
    publisher.on("/a", _ -> Answer.feed(atom(documents.get(place.get()))));
    var second = Duration.ofSeconds(1);
    try (var running = running(second, second, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");
      var counts = new ArrayList<Long>();
      for (int i = 0; i < documents.size(); i++) {
        counts.add(running.feed("a").entries());
        place.set(Math.min(i + 1, documents.size() - 1));
        time.set(time.get().plus(HOUR));
        running.await(
            "polled again",
            () -> running.feed("a").state().lastPoll().orElseThrow().equals(time.get()));
      }

      assertThat(counts).containsExactly(2L, 1L, 1L, 2L);
    }
  }

  @Test
  void deltaEndsNoEntries() throws Exception {
    assertThatNothingDepartsBy(
        Answer.of(
            226,
            Map.of("IM", "feed", "Content-Type", "application/atom+xml"),
            atom(entry("urn:example:2", "2026-01-02T00:00:00Z"))));
  }

  @Test
  void cutDocumentEndsNoEntries() throws Exception {
    assertThatNothingDepartsBy(
        Answer.feed(
            atom(entry("urn:example:2", "2026-01-02T00:00:00Z"))
                .replace("</feed>", "<x/>".repeat(400_000) + "</feed>")));
  }

  /** An answer with one entry that comes after one with another. */
  private void assertThatNothingDepartsBy(Answer second) throws Exception {
    var first = Answer.feed(atom(entry("urn:example:1", "2026-01-01T00:00:00Z")));
    var place = new AtomicInteger();
    publisher.on("/a", _ -> place.get() == 0 ? first : second);
    var interval = Duration.ofSeconds(1);
    try (var running = running(interval, interval, time::get)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");
      place.set(1);
      time.set(time.get().plus(HOUR));
      running.await("the second answer", () -> running.feed("a").entries() == 2);

      assertThat(
              running
                  .store()
                  .retention()
                  .expired(Set.of())
                  .next(time.get().plus(HOUR), 100)
                  .count())
          .isZero();
    }
  }
}
