package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edit that cures a feed is tried at once, and no other edit asks a publisher for anything. */
class EditedFeedTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
      <item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>
      """;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PollingSettings POLLING =
      Running.polling(Duration.ofSeconds(50), HOUR, Duration.ofSeconds(1));
  private static final Answer DENIED = Answer.of(401, Map.of(), "");

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();

  @AfterEach
  void close() {
    publisher.close();
  }

  private Running running() throws NoSuchAlgorithmException {
    return new Running(
        folder,
        _ -> List.of("127.0.0.1"),
        SSLContext.getDefault(),
        POLLING,
        InstantSource.system());
  }

  /** Two feeds: the first needs a token, the second always refuses. */
  private Running withDeniedFeeds() throws Exception {
    publisher
        .on(
            "/a",
            request ->
                request.header("Authorization").filter("Bearer right"::equals).isPresent()
                    ? Answer.feed(RSS)
                    : DENIED)
        .on("/b", DENIED);
    var running = running();
    running.add("a", publisher.uri("a.test", "/a"));
    running.add("b", publisher.uri("b.test", "/b"));
    running.start();
    running.awaitPolled("a");
    running.awaitPolled("b");
    return running;
  }

  private static UnaryOperator<Subscription> token(String token) {
    return feed ->
        feed.id().value().equals("a")
            ? with(feed, feed.tags(), feed.every(), Optional.of(bearer(token)))
            : feed;
  }

  private static Credentials bearer(String token) {
    return new Credentials.Bearer(new Secret(token));
  }

  private static Subscription with(
      Subscription feed, Set<Tag> tags, Optional<Duration> every, Optional<Credentials> auth) {
    return new Subscription(
        feed.id(),
        feed.url(),
        feed.title(),
        tags,
        feed.adoptsCategories(),
        every,
        auth,
        feed.headers(),
        feed.include(),
        feed.exclude());
  }

  private void awaitFresh(Running running, String feed) throws InterruptedException {
    running.await(feed + " read", () -> running.feed(feed).state().outcome() == Outcome.FRESH);
  }

  @Test
  void credentialsThatCureAreTriedAtOnceForThatFeedAlone() throws Exception {
    try (var running = withDeniedFeeds()) {
      running.edit(POLLING, token("right"));
      awaitFresh(running, "a");

      assertThat(publisher.requests("/a")).hasSize(2);
      assertThat(publisher.requests("/b")).hasSize(1);
    }
  }

  @Test
  void editWhileTheProgramIsStoppedHasTheSameEffect() throws Exception {
    try (var running = withDeniedFeeds()) {
      running.prepare(POLLING, token("right"));
      running.restart();
      awaitFresh(running, "a");

      assertThat(publisher.requests("/b")).hasSize(1);
    }
  }

  @Test
  void restartWithoutAnEditSendsNoRequest() throws Exception {
    try (var running = withDeniedFeeds()) {
      running.add("c", publisher.uri("c.test", "/c"));
      running.restart();
      running.awaitPolled("c");

      assertThat(publisher.requests("/a")).hasSize(1);
      assertThat(publisher.requests("/b")).hasSize(1);
    }
  }

  @Test
  void editOfTagsOrTitleSendsNoRequest() throws Exception {
    try (var running = withDeniedFeeds()) {
      running.add("c", publisher.uri("c.test", "/c"));
      running.edit(POLLING, feed -> with(feed, Set.of(Tag.of("new")), feed.every(), feed.auth()));
      running.awaitPolled("c");

      assertThat(publisher.requests("/a")).hasSize(1);
      assertThat(publisher.requests("/b")).hasSize(1);
    }
  }

  @Test
  void editedGeneralLimitMakesOnlyFailedFeedsDue() throws Exception {
    publisher.on("/small", Answer.feed(RSS)).on("/large", Answer.feed(RSS + " ".repeat(1 << 21)));
    try (var running = running()) {
      running.add("small", publisher.uri("small.test", "/small"));
      running.add("large", publisher.uri("large.test", "/large"));
      running.start();
      running.awaitPolled("small");
      running.await("too large", () -> running.feed("large").state().outcome() == Outcome.FAILED);

      running.edit(
          new PollingSettings(
              POLLING.every(),
              POLLING.min(),
              POLLING.max(),
              POLLING.timeout(),
              8 << 20,
              POLLING.perHost(),
              POLLING.spacing(),
              POLLING.hosts(),
              POLLING.allowAddresses()),
          feed -> feed);
      awaitFresh(running, "large");

      assertThat(publisher.requests("/small")).hasSize(1);
    }
  }

  @Test
  void goneFeedIsPolledAfterItIsRemovedAndAddedAgain() throws Exception {
    publisher.on("/a", Answer.of(410, Map.of(), ""));
    try (var running = running()) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.await("gone", () -> running.feed("a").state().outcome() == Outcome.GONE);
      publisher.on("/a", Answer.feed(RSS));

      running.takeOutAndPutIn("a");
      awaitFresh(running, "a");

      assertThat(publisher.requests("/a")).hasSize(2);
    }
  }

  @Test
  void shorterIntervalIsCountedFromTheLastPoll() throws Exception {
    publisher.on("/a", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.prepare(POLLING, every(Duration.ofDays(1)));
      running.start();
      awaitFresh(running, "a");
      assertThat(running.feed("a").state().nextPoll())
          .isAfter(running.now().plus(Duration.ofHours(20)));

      running.edit(POLLING, every(Duration.ofSeconds(1)));
      running.await("a second poll", () -> publisher.requests("/a").size() > 1);

      running.edit(POLLING, every(Duration.ofDays(1)));
      running.await(
          "the long interval",
          () ->
              running
                  .feed("a")
                  .state()
                  .nextPoll()
                  .isAfter(running.now().plus(Duration.ofHours(20))));
    }
  }

  private static UnaryOperator<Subscription> every(Duration every) {
    return feed -> with(feed, feed.tags(), Optional.of(every), feed.auth());
  }

  @Test
  void heldHostIsNotRequestedAfterAnEdit() throws Exception {
    publisher
        .on("/a", Answer.of(429, Map.of("Retry-After", "7200"), ""))
        .on("/c", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");

      running.edit(POLLING, token("right"));
      running.await(
          "a waits for its host",
          () ->
              running.feed("a").state().nextPoll().isAfter(running.now().plus(Duration.ofHours(1)))
                  && running.feed("a").state().reason().contains("asked us to wait"));

      assertThat(publisher.requests("/a")).hasSize(1);
    }
  }

  @Test
  void editDuringAPollMakesTheFeedDueAfterThatPoll() throws Exception {
    try (var running = running()) {
      publisher.on(
          "/a",
          request -> {
            if (request.header("Authorization").filter("Bearer right"::equals).isPresent()) {
              return Answer.feed(RSS);
            }
            running.edit(POLLING, token("right"));
            return DENIED;
          });
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();

      awaitFresh(running, "a");
    }
  }
}
