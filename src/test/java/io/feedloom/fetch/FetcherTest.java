package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.feedloom.config.PollingSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Gone;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Validators;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What is sent to a publisher, and what is made of its ordinary answers. */
class FetcherTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final PollingSettings SETTINGS = Loopback.SETTINGS;

  private final Publisher publisher = Publisher.start();
  private final Fetcher fetcher = new Fetcher(Loopback.AGENT, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    fetcher.close();
    publisher.close();
  }

  private Fetched fetch(String path) {
    return fetcher.fetch(Fetcher.Request.first(publisher.uri(path)), SETTINGS);
  }

  private Fetched fetch(String path, Validators validators, Optional<String> digest) {
    return fetcher.fetch(
        new Fetcher.Request(publisher.uri(path), validators, digest, Map.of(), Optional.empty()),
        SETTINGS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void feedComesWithValidatorsAndDigest() {
    publisher.on(
        "/feed",
        Answer.of(
            200,
            Map.of(
                "Content-Type", "application/rss+xml; charset=utf-8",
                "Content-Language", "de",
                "ETag", "W/\"a b\"",
                "Last-Modified", "yesterday, about noon",
                "Cache-Control", "public, max-age=600",
                "Age", "60"),
            "<rss/>"));

    var fetched = fetch("/feed");

    assertThat(fetched).isInstanceOf(Fresh.class);
    var fresh = (Fresh) fetched;
    assertThat(fresh.body()).isEqualTo(bytes("<rss/>"));
    assertThat(fresh.headers().contentType()).contains("application/rss+xml; charset=utf-8");
    assertThat(fresh.headers().contentLanguage()).contains("de");
    assertThat(fresh.validators())
        .isEqualTo(new Validators(Optional.of("W/\"a b\""), Optional.of("yesterday, about noon")));
    assertThat(fresh.digest()).isEqualTo(Digest.hex(bytes("<rss/>")));
    assertThat(fresh.partial()).isFalse();
    var exchange = fresh.exchange();
    assertThat(exchange.requested()).isEqualTo(publisher.uri("/feed"));
    assertThat(exchange.answered()).isEqualTo(publisher.uri("/feed"));
    assertThat(exchange.hops()).isEmpty();
    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.bytes()).isEqualTo(6);
    assertThat(exchange.freshFor()).contains(Duration.ofMinutes(9));
    assertThat(exchange.duration()).isPositive();
  }

  @Test
  void firstRequestHasUserAgentAndAcceptHeadersOnly() {
    publisher.on("/feed", Answer.feed("<rss/>"));

    fetch("/feed?page=1");

    var request = publisher.requests().getFirst();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target()).isEqualTo("/feed?page=1");
    assertThat(request.headers())
        .containsOnlyKeys("Host", "User-Agent", "Accept", "Accept-Encoding")
        .containsEntry("Host", "127.0.0.1:" + publisher.port())
        .containsEntry("User-Agent", "Feedloom/test")
        .containsEntry("Accept-Encoding", "gzip, br, zstd")
        .hasEntrySatisfying(
            "Accept",
            accept ->
                assertThat(accept)
                    .contains("application/atom+xml", "application/rss+xml")
                    .contains("application/feed+json"));
  }

  @Test
  void publicUrlAndNumberOfSubscribersAreInTheUserAgent() {
    publisher.on("/feed", Answer.feed("<rss/>"));
    var agent = new UserAgent("1.2", Optional.of(URI.create("https://planet.example")), 42);
    try (var named = new Fetcher(() -> agent, InstantSource.fixed(NOW))) {
      named.fetch(Fetcher.Request.first(publisher.uri("/feed")), SETTINGS);
    }

    assertThat(publisher.requests("/feed").getFirst().header("User-Agent"))
        .contains("Feedloom/1.2 (+https://planet.example; 42 subscribers)");
  }

  @Test
  void validatorsGoBackByteForByte() {
    var odd = "\"\u00c3\u0080 'quoted' \\ \u0085\", W/weak";
    publisher.on(
        "/feed", Answer.of(304, Map.of("ETag", odd, "Last-Modified", "Mon, 99 Foo 1"), ""));
    var validators = new Validators(Optional.of(odd), Optional.of("Mon, 99 Foo 1"));

    var fetched = fetch("/feed", validators, Optional.empty());

    var request = publisher.requests().getFirst();
    assertThat(request.header("If-None-Match")).contains(odd);
    assertThat(request.header("If-Modified-Since")).contains("Mon, 99 Foo 1");
    assertThat(request.header("A-IM")).contains("feed");
    assertThat(((Unchanged) fetched).validators()).isEqualTo(validators);
  }

  @Test
  void validatorMissingFromA304IsKeptAndAnotherIsRenewed() {
    publisher.on("/feed", Answer.of(304, Map.of("ETag", "\"2\""), ""));

    var fetched =
        fetch(
            "/feed",
            new Validators(Optional.of("\"1\""), Optional.of("some day")),
            Optional.empty());

    assertThat(((Unchanged) fetched).validators())
        .isEqualTo(new Validators(Optional.of("\"2\""), Optional.of("some day")));
  }

  @Test
  void knownBodyIsUnchangedAndItsNewValidatorsAreUsed() {
    publisher.on("/feed", Answer.of(200, Map.of("ETag", "\"new\""), "<rss/>"));

    var fetched =
        fetch(
            "/feed",
            new Validators(Optional.of("\"old\""), Optional.of("some day")),
            Optional.of(Digest.hex(bytes("<rss/>"))));

    assertThat(((Unchanged) fetched).validators())
        .isEqualTo(new Validators(Optional.of("\"new\""), Optional.empty()));
    assertThat(fetched.exchange().bytes()).isEqualTo(6);
  }

  @Test
  void unexpected304IsAFailure() {
    publisher.on("/feed", Answer.of(304, Map.of(), ""));

    assertFailed(fetch("/feed"), Reason.PROTOCOL, "304");
  }

  @Test
  void a226HoldsNewEntriesOnly() {
    publisher.on("/feed", Answer.of(226, Map.of("IM", "feed", "ETag", "\"2\""), "<rss/>"));

    var fetched =
        fetch("/feed", new Validators(Optional.of("\"1\""), Optional.empty()), Optional.empty());

    assertThat(((Fresh) fetched).partial()).isTrue();
    assertThat(((Fresh) fetched).validators().etag()).contains("\"2\"");
  }

  @Test
  void credentialsAndHeadersAreSentAndShowNowhere() {
    publisher.on("/feed", Answer.of(401, Map.of(), "no"));

    var basic =
        fetcher.fetch(
            new Fetcher.Request(
                publisher.uri("/feed"),
                Validators.NONE,
                Optional.empty(),
                Map.of("X-Key", new Secret("k3y"), "user-agent", new Secret("Ours/1")),
                Optional.of(new Credentials.Basic("jörg", new Secret("pässword")))),
            SETTINGS);
    fetcher.fetch(
        new Fetcher.Request(
            publisher.uri("/feed"),
            Validators.NONE,
            Optional.empty(),
            Map.of(),
            Optional.of(new Credentials.Bearer(new Secret("t0ken")))),
        SETTINGS);

    var requests = publisher.requests("/feed");
    assertThat(requests.getFirst().header("Authorization")).contains("Basic asO2cmc6cMOkc3N3b3Jk");
    assertThat(requests.getFirst().header("X-Key")).contains("k3y");
    assertThat(requests.getFirst().header("User-Agent")).contains("Ours/1");
    assertThat(requests.getLast().header("Authorization")).contains("Bearer t0ken");
    assertFailed(basic, Reason.DENIED, "check the auth");
    assertThat(basic.toString()).doesNotContain("k3y", "pässword", "asO2");
  }

  @Test
  void credentialsShowInNoLogAtAnyLevel() {
    publisher.on("/feed", Answer.feed("<rss/>"));
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var usual = root.getLevel();
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    try {
      fetcher.fetch(
          new Fetcher.Request(
              publisher.uri("/feed"),
              Validators.NONE,
              Optional.empty(),
              Map.of("X-Key", new Secret("k3y")),
              Optional.of(new Credentials.Bearer(new Secret("t0ken")))),
          SETTINGS);
    } finally {
      root.setLevel(usual);
      root.detachAppender(appender);
    }

    assertThat(publisher.requests().getFirst().header("Authorization")).contains("Bearer t0ken");
    assertThat(appender.list)
        .isNotEmpty()
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("t0ken") || line.contains("k3y"));
  }

  @ParameterizedTest
  @CsvSource({
    "204, NOT_A_FEED, contains no feed",
    "300, REDIRECT, cannot be followed",
    "400, CLIENT_ERROR, does not accept",
    "401, DENIED, requires credentials",
    "403, DENIED, refuses access",
    "404, NOT_FOUND, no feed at this address",
    "418, CLIENT_ERROR, does not accept",
    "500, SERVER_ERROR, has a fault at the moment",
    "522, SERVER_ERROR, has a fault at the moment",
    "799, PROTOCOL, is not an HTTP status code"
  })
  void eachStatusThatBringsNoFeedHasItsReasonAndWords(int status, Reason reason, String words) {
    publisher.on("/feed", Answer.of(status, Map.of(), status == 204 ? "" : "<p>Sorry</p>"));

    var fetched = fetch("/feed");

    assertFailed(fetched, reason, "127.0.0.1 answered " + status, words);
    assertThat(fetched.exchange().status()).isEqualTo(status);
  }

  @Test
  void emptyAnswerIsNoFeed() {
    publisher.on("/feed", Answer.feed(""));

    assertFailed(fetch("/feed"), Reason.NOT_A_FEED, "sent an empty answer");
  }

  @Test
  void emptyAnswerAnnouncedAsCompressedIsNoFeed() {
    publisher.on("/feed", Answer.of(200, Map.of("Content-Encoding", "gzip"), ""));

    assertFailed(fetch("/feed"), Reason.NOT_A_FEED, "sent an empty answer");
  }

  @Test
  void pageIsFreshBecauseItMayLinkToFeeds() {
    publisher.on("/", Answer.of(200, Map.of("Content-Type", "text/html"), "<!doctype html>"));

    assertThat(((Fresh) fetch("/")).headers().contentType()).contains("text/html");
  }

  @Test
  void goneIsGone() {
    publisher.on("/feed", Answer.of(410, Map.of(), ""));

    assertThat(fetch("/feed")).isInstanceOf(Gone.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 120 | PT2M",
        "503 | 0 | PT0S",
        "503 | Sun, 01 Mar 2026 10:30:00 GMT | PT30M",
        "429 | Sunday, 01-Mar-26 10:00:05 GMT | PT5S",
        "429 | Sun Mar  1 09:00:00 2026 | PT0S",
      })
  void retryAfterCountsByThePublishersOwnClock(int status, String retryAfter, Duration expected) {
    publisher.on(
        "/feed",
        Answer.of(
            status,
            Map.of("Retry-After", retryAfter, "Date", "Sun, 01 Mar 2026 10:00:00 GMT"),
            ""));

    assertThat(((Throttled) fetch("/feed")).retryAfter()).contains(expected);
  }

  @Test
  void withoutADateInTheAnswerRetryAfterCountsByOurClock() {
    publisher.on(
        "/feed", Answer.of(503, Map.of("Retry-After", "Sun, 01 Mar 2026 13:00:00 GMT"), ""));

    assertThat(((Throttled) fetch("/feed")).retryAfter()).contains(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-", "soon", "-5", "1.5"})
  void throttlingWithoutADurationIsThrottling(String retryAfter) {
    publisher.on(
        "/feed",
        Answer.of(
            429, retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter), "slow down"));

    assertThat(((Throttled) fetch("/feed")).retryAfter()).isEmpty();
  }

  @Test
  void connectionsAreKeptForTheNextFeedOfTheHost() {
    publisher.on("/a", Answer.chunked("<rss>", "</rss>")).on("/b", Answer.of(404, Map.of(), "no"));

    var first = fetch("/a");
    fetch("/b");
    fetch("/a");

    assertThat(((Fresh) first).body()).isEqualTo(bytes("<rss></rss>"));
    assertThat(publisher.count()).isEqualTo(3);
    assertThat(publisher.connections()).isEqualTo(1);
  }

  @Test
  void cookiesAreNotKept() {
    publisher.on("/feed", Answer.of(200, Map.of("Set-Cookie", "id=1; Path=/"), "<rss/>"));

    fetch("/feed");
    fetch("/feed");

    assertThat(publisher.requests().getLast().header("Cookie")).isEmpty();
  }

  @Test
  void requestIsRepeatedIfAKeptConnectionWasClosed() {
    var once = Answer.response(200, Map.of(), bytes("<rss/>"));
    publisher.on("/feed", Answer.textThenClose(new String(once, StandardCharsets.US_ASCII)));

    for (int i = 0; i < 5; i++) {
      assertThat(fetch("/feed")).isInstanceOf(Fresh.class);
    }
    assertThat(publisher.connections()).isEqualTo(5);
  }

  @Test
  void hostMayBeWrittenWithAnUnderscoreAndAPathInAnyScript() {
    publisher.on("/f%C3%BC%C3%9Fe", Answer.feed("<rss/>"));
    try (var named = Loopback.resolving(host -> Loopback.addresses("127.0.0.1"))) {

      var fetched =
          named.fetch(
              Fetcher.Request.first(
                  URI.create("http://my_höst.test:" + publisher.port() + "/füße")),
              SETTINGS);

      assertThat(fetched).isInstanceOf(Fresh.class);
      assertThat(publisher.requests().getFirst().header("Host"))
          .contains("xn--my_hst-zxa.test:" + publisher.port());
    }
  }

  @ParameterizedTest
  @CsvSource({"ftp://example.org/feed", "feed.xml", "http:///feed", "http://a:99999/"})
  void unusableAddressIsAFailureThatSaysWhy(URI url) {
    assertFailed(
        fetcher.fetch(Fetcher.Request.first(url), SETTINGS),
        Reason.PROTOCOL,
        "the address cannot be used");
  }

  @Test
  void keptConnectionIsNotUsedOnceItsAddressIsForbidden() {
    publisher.on("/feed", Answer.feed("<rss/>"));

    assertThat(fetch("/feed")).isInstanceOf(Fresh.class);

    assertFailed(
        fetcher.fetch(Fetcher.Request.first(publisher.uri("/feed")), Loopback.allowing(List.of())),
        Reason.FORBIDDEN_ADDRESS,
        "loopback");
    assertFailed(
        fetcher.fetch(
            Fetcher.Request.first(publisher.uri("/feed")),
            Loopback.allowing(List.of(AddressBlock.parse("10.0.0.0/8")))),
        Reason.FORBIDDEN_ADDRESS,
        "polling.allow-addresses");
    assertThat(publisher.count()).isEqualTo(1);
  }

  static void assertFailed(Fetched fetched, Reason reason, String... words) {
    assertThat(fetched).isInstanceOf(Failed.class);
    assertThat(((Failed) fetched).reason()).as(fetched.toString()).isEqualTo(reason);
    assertThat(((Failed) fetched).message()).contains(words);
  }
}
