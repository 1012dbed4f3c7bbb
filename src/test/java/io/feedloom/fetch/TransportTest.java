package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Authority;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Transport;
import io.feedloom.feed.Trust;
import io.feedloom.feed.Validators;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed can have its own certificates, limits, method and cookies. */
class TransportTest {
  private static final Answer FEED = Answer.feed("<rss/>");

  @TempDir static Path folder;
  private static Authority own;
  private static Authority other;

  @BeforeAll
  static void certify() throws Exception {
    own = new Authority(folder.resolve("own"));
    other = new Authority(folder.resolve("other"));
  }

  /** Trusts what this machine trusts: neither of the authorities. */
  private static Fetcher fetcher() {
    return new Fetcher(
        Loopback.AGENT,
        InstantSource.fixed(Instant.EPOCH),
        _ -> Loopback.addresses("127.0.0.1"),
        Fetcher::systemTls);
  }

  private static Transport trusting(Trust trust) {
    return new Transport(
        Optional.empty(),
        Optional.of(trust),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }

  private static Transport limited(Optional<Duration> timeout, Optional<Long> maxSize) {
    return new Transport(
        Optional.empty(), Optional.empty(), timeout, maxSize, Optional.empty(), false, false);
  }

  private static Transport with(boolean cookies, boolean ignoresCache) {
    return new Transport(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        cookies,
        ignoresCache);
  }

  private static Fetched fetch(URI url, Transport transport) {
    try (var fetcher = fetcher()) {
      return fetcher.fetch(Fetcher.Request.first(url).over(transport), Loopback.SETTINGS);
    }
  }

  @Test
  void ownAuthorityIsTrustedForItsFeedOnly() throws Exception {
    var trust = trusting(new Trust.Authorities(own.pem()));
    try (var good = Publisher.start(own.issue("dns:good.test", "-1d", 10)).on("/", FEED);
        var foreign = Publisher.start(other.issue("dns:good.test", "-1d", 10)).on("/", FEED)) {
      assertThat(fetch(good.uri("good.test", "/"), trust)).isInstanceOf(Fresh.class);
      assertFailed(
          fetch(good.uri("wrong.test", "/"), trust), Reason.TLS, "wrong.test", "another name");
      assertFailed(fetch(foreign.uri("good.test", "/"), trust), Reason.TLS, "tls.ca");
      try (var fetcher = fetcher()) {
        var url = good.uri("good.test", "/");
        assertThat(fetcher.fetch(Fetcher.Request.first(url).over(trust), Loopback.SETTINGS))
            .isInstanceOf(Fresh.class);
        assertFailed(
            fetcher.fetch(Fetcher.Request.first(url), Loopback.SETTINGS), Reason.TLS, "tls.ca");
      }
    }
  }

  @Test
  void fingerprintAdmitsOneCertificateWhateverItsName() throws Exception {
    var right = trusting(new Trust.Fingerprint(own.fingerprint()));
    var wrong = trusting(new Trust.Fingerprint("00".repeat(32)));
    try (var publisher = Publisher.start(own.selfSigned()).on("/", FEED);
        var target = Publisher.start(own.selfSigned()).on("/", FEED)) {
      assertThat(fetch(publisher.uri("any.test", "/"), right)).isInstanceOf(Fresh.class);
      assertThat(fetch(publisher.uri("a_b.test", "/"), right)).isInstanceOf(Fresh.class);
      assertFailed(
          fetch(publisher.uri("any.test", "/"), wrong),
          Reason.TLS,
          "another certificate",
          own.fingerprint());
      publisher.on(
          "/away", Answer.of(302, Map.of("Location", target.uri("any.test", "/").toString()), ""));
      assertFailed(fetch(publisher.uri("any.test", "/away"), right), Reason.TLS, "any.test");
    }
  }

  @Test
  void ownLimitsReplaceTheGeneralOnes() {
    try (var publisher = Publisher.start()) {
      publisher.on("/", Answer.feed("x".repeat(4000)));

      assertFailed(
          fetch(publisher.uri("/"), limited(Optional.empty(), Optional.of(2000L))),
          Reason.TOO_LARGE,
          "max-size");
      assertThat(fetch(publisher.uri("/"), limited(Optional.empty(), Optional.of(5000L))))
          .isInstanceOf(Fresh.class);
      var settings =
          Loopback.SETTINGS.of(limited(Optional.of(Duration.ofSeconds(3)), Optional.of(7L)));
      assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(settings.maxSize()).isEqualTo(7);
    }
  }

  private static Transport posting(String body) {
    return Transport.USUAL.withBody(Optional.of(new Secret(body)));
  }

  @Test
  void postSendsTheBodyOnceAndNoConditions() {
    try (var publisher = Publisher.start().on("/", FEED);
        var fetcher = fetcher()) {
      var notes = new ConcurrentLinkedQueue<String>();
      for (var body : List.of("{\"query\": \"ö\"}", "a=b&c=d")) {
        var request =
            new Fetcher.Request(
                    publisher.uri("/"),
                    new Validators(Optional.of("\"v1\""), Optional.empty()),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty())
                .over(posting(body));
        assertThat(
                fetcher.fetch(
                    request, Loopback.SETTINGS, (step, text) -> notes.add(step + " " + text)))
            .isInstanceOf(Fresh.class);
      }
      assertThat(publisher.requests()).extracting(Request::method).containsOnly("POST");
      assertThat(publisher.requests())
          .extracting(request -> request.header("Content-Type").orElseThrow())
          .containsExactly("application/json", "application/x-www-form-urlencoded");
      assertThat(publisher.requests().getLast().body()).isEqualTo("a=b&c=d");
      assertThat(publisher.requests()).noneMatch(it -> it.header("If-None-Match").isPresent());
      assertThat(notes).noneMatch(note -> note.contains("query") || note.contains("a=b"));
    }
  }

  @Test
  void bodyFollowsOnlyRedirectsOfItsOwnOrigin() {
    try (var publisher = Publisher.start();
        var foreign = Publisher.start().on("/", FEED)) {
      publisher.on("/moved", Answer.of(308, Map.of("Location", "/feed"), ""));
      publisher.on("/seen", Answer.of(303, Map.of("Location", "/seen"), ""));
      publisher.on("/feed", FEED);
      publisher.on("/away", Answer.of(307, Map.of("Location", foreign.uri("/").toString()), ""));

      assertThat(fetch(publisher.uri("/moved"), posting("secret")))
          .isInstanceOf(Fetched.Moved.class);
      assertThat(publisher.requests("/feed").getFirst().body()).isEqualTo("secret");
      assertFailed(
          fetch(publisher.uri("/away"), posting("secret")), Reason.REDIRECT, "body of this feed");
      assertThat(foreign.requests()).isEmpty();
      assertFailed(fetch(publisher.uri("/seen"), posting("secret")), Reason.REDIRECT, "circle");
      assertThat(publisher.requests("/seen"))
          .extracting(Request::method)
          .containsExactly("POST", "GET");
    }
  }

  @Test
  void cookiesLiveWithinOneExchange() {
    try (var publisher = Publisher.start();
        var fetcher = fetcher()) {
      publisher.on(
          "/feed",
          request ->
              request.header("Cookie").orElse("").contains("visited=yes")
                  ? FEED
                  : Answer.of(
                      302,
                      Map.of("Location", "/feed", "Set-Cookie", "visited=yes; Path=/; HttpOnly"),
                      ""));
      for (int i = 0; i < 2; i++) {
        var request = Fetcher.Request.first(publisher.uri("good.test", "/feed"));
        assertThat(fetcher.fetch(request.over(with(true, false)), Loopback.SETTINGS))
            .isInstanceOf(Fresh.class);
      }
      assertThat(publisher.requests())
          .extracting(request -> request.header("Cookie").orElse("none"))
          .containsExactly("none", "visited=yes", "none", "visited=yes");
      assertFailed(fetch(publisher.uri("/feed"), with(false, false)), Reason.REDIRECT, "circle");
    }
  }

  @Test
  void cookiesGoOnlyWhereTheyBelong() throws Exception {
    var cookies = new ExchangeCookies();
    var from = Target.of(URI.create("https://www.example.org/a/b?x"));
    cookies.store(
        from,
        List.of(
            "host=1",
            "domain=2; Domain=.example.org; Path=/",
            "suffix=3; Domain=org; Path=/",
            "foreign=4; Domain=example.net; Path=/",
            "secure=5; Secure; Path=/",
            "gone=6; Path=/",
            "gone=; Path=/; Max-Age=0",
            "=7",
            "noequals"));

    assertThat(cookies.header(from)).hasValue("host=1; domain=2; secure=5");
    assertThat(cookies.header(Target.of(URI.create("https://www.example.org/ab"))))
        .hasValue("domain=2; secure=5");
    assertThat(cookies.header(Target.of(URI.create("http://feeds.example.org/a"))))
        .hasValue("domain=2");
    assertThat(cookies.header(Target.of(URI.create("https://example.net/")))).isEmpty();
    assertThat(cookies.header(Target.of(URI.create("https://notexample.org/")))).isEmpty();
  }

  @Test
  void ignoringTheCacheMakesRequestsUnconditional() {
    try (var publisher = Publisher.start();
        var fetcher = fetcher()) {
      publisher.on("/", Answer.of(200, Map.of("Cache-Control", "max-age=86400"), "<rss/>"));
      var request =
          new Fetcher.Request(
              publisher.uri("/"),
              new Validators(Optional.of("\"v1\""), Optional.of("Thu, 01 Jan 2026 00:00:00 GMT")),
              Optional.empty(),
              Map.of(),
              Optional.empty());

      var usual = fetcher.fetch(request, Loopback.SETTINGS);
      var ignoring = fetcher.fetch(request.over(with(false, true)), Loopback.SETTINGS);

      assertThat(usual.exchange().freshFor()).hasValue(Duration.ofDays(1));
      assertThat(ignoring.exchange().freshFor()).isEmpty();
      assertThat(publisher.requests().getFirst().header("If-None-Match")).isPresent();
      var second = publisher.requests().getLast();
      assertThat(second.header("If-None-Match")).isEmpty();
      assertThat(second.header("If-Modified-Since")).isEmpty();
      assertThat(second.header("Cache-Control")).hasValue("no-cache");
    }
  }
}
