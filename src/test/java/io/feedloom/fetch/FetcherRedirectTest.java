package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Moved;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Validators;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How redirects are followed. */
class FetcherRedirectTest {
  private final Publisher publisher = Publisher.start();
  private final Fetcher fetcher =
      Loopback.resolving(
          host ->
              switch (host) {
                case "inside.test" -> Loopback.addresses("10.1.2.3");
                case "elsewhere.test", "a_b.elsewhere.test" -> Loopback.addresses("127.0.0.1");
                default -> Loopback.addresses(host);
              });

  FetcherRedirectTest() {
    publisher.on("/feed", Answer.feed("<rss/>"));
  }

  @AfterEach
  void close() {
    fetcher.close();
    publisher.close();
  }

  private Fetched fetch(String path) {
    return fetch(publisher.uri(path));
  }

  private Fetched fetch(URI url) {
    return fetcher.fetch(Fetcher.Request.first(url), Loopback.SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 308})
  void permanentRedirectIsAMove(int status) {
    publisher.on("/old", Answer.redirect(status, "/feed"));

    var fetched = fetch("/old");

    assertThat(fetched).isInstanceOf(Moved.class);
    assertThat(((Moved) fetched).to()).isEqualTo(publisher.uri("/feed"));
    assertThat(((Moved) fetched).result()).isInstanceOf(Fresh.class);
    assertThat(fetched.exchange().requested()).isEqualTo(publisher.uri("/old"));
    assertThat(fetched.exchange().answered()).isEqualTo(publisher.uri("/feed"));
    assertThat(fetched.exchange().hops())
        .containsExactly(new Hop(publisher.uri("/old"), status, publisher.uri("/feed")));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 303, 307})
  void temporaryRedirectIsFollowedAndIsNoMove(int status) {
    publisher.on("/old", Answer.redirect(status, "/feed"));

    assertThat(fetch("/old")).isInstanceOf(Fresh.class);
  }

  @Test
  void oneTemporaryHopMakesTheWholeWayTemporary() {
    publisher
        .on("/a", Answer.redirect(301, "/b"))
        .on("/b", Answer.redirect(302, "/c"))
        .on("/c", Answer.redirect(308, "/feed"));

    var fetched = fetch("/a");

    assertThat(fetched).isInstanceOf(Fresh.class);
    assertThat(fetched.exchange().hops()).extracting(Hop::status).containsExactly(301, 302, 308);
  }

  @Test
  void permanentRedirectToAFailureIsNoMove() {
    publisher.on("/old", Answer.redirect(301, "/nowhere"));

    assertFailed(fetch("/old"), Reason.NOT_FOUND, "404");
  }

  @ParameterizedTest(name = "{0} from /dir/old?x=1 leads to {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "new ; /dir/new",
        "../feed ; /feed",
        "?page=2 ; /dir/old?page=2",
        "//127.0.0.1:{port}/n ; /n",
        "/a b|c ; /a%20b%7Cc",
        "/füße ; /f%C3%BC%C3%9Fe",
        "/new#top ; /new",
        "/%7Euser/%e4 ; /%7Euser/%e4",
        "/x?a=[1] ; /x?a=[1]",
      })
  void invalidLocationIsReadLeniently(String location, String target) {
    var sent =
        new String(
            location.replace("{port}", "" + publisher.port()).getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    publisher.on(
        "/dir/old",
        request ->
            request.target().equals("/dir/old?x=1")
                ? Answer.textThenClose(
                    "HTTP/1.1 302 Found\r\nLocation: " + sent + "\r\nContent-Length: 0\r\n\r\n")
                : Answer.feed("<rss/>"));

    fetch("/dir/old?x=1");

    assertThat(publisher.requests().getLast().target()).isEqualTo(target);
  }

  @Test
  void redirectsInACircleAreRefused() {
    publisher.on("/a", Answer.redirect(302, "/b")).on("/b", Answer.redirect(302, "/a"));

    var fetched = fetch("/a");

    assertFailed(fetched, Reason.REDIRECT, "redirects in a circle");
    assertThat(fetched.exchange().status()).isEqualTo(302);
    assertThat(publisher.count()).isEqualTo(2);
  }

  @Test
  void addressThatRedirectsToItselfIsACircle() {
    publisher.on("/a", Answer.redirect(301, "/a"));

    assertFailed(fetch("/a"), Reason.REDIRECT, "redirects in a circle");
  }

  @Test
  void tenHopsAreFollowedAndElevenAreNot() {
    publisher.otherwise(
        request -> {
          int n = Integer.parseInt(request.path().substring(1));
          return n == 0 ? Answer.feed("<rss/>") : Answer.redirect(302, "/" + (n - 1));
        });

    assertThat(fetch("/10")).isInstanceOf(Fresh.class);
    assertFailed(fetch("/11"), Reason.REDIRECT, "more than 10 times");
  }

  @Test
  void redirectWithoutAddressIsAFailure() {
    publisher.on("/old", Answer.of(301, Map.of(), ""));

    assertFailed(fetch("/old"), Reason.REDIRECT, "without an address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)"})
  void otherSchemesAreNotFollowed(String location) {
    publisher.on("/old", Answer.redirect(301, location));

    assertThat(fetch("/old")).isInstanceOf(Failed.class);
    assertThat(publisher.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///",
        "//",
        "http://:80/",
        "http://[::1",
        "http://[fe80::1%25nosuch]/",
        "http://[fe80::1%25lo]/",
        "http://[::zz]/",
        "http://a b/",
        "http://a%20b/",
        "http://a%00b/",
        "http://a%09b/",
        "http://%/",
        "http://\"/",
        "http://{x}/",
        "http://a..b/",
        "http://.../",
        "http://-/",
        "http://*/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://0x/",
        "http://x:99999999999/",
        "http://x:-1/",
        "http://x:0/",
        "http://xn--/",
        "http://xn--a/",
        "http://\u00c2\u00ad/",
        "http://\u00e3\u0080\u0082/",
        "http://\u00ff/",
        "https://x.",
        "http:opaque",
        "http:",
        "https:?",
        "feed:",
        "%",
        "http://u:p@/",
        "http://@/",
        "\\\\",
        "http://example.org@[/",
        "?",
        "//[/",
        "ht!tp://x/",
        "1:2",
        "http://x/%",
        "about:blank"
      })
  void invalidLocationIsAFailureAndNoException(String location) {
    publisher.on(
        "/old",
        Answer.textThenClose(
            "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"));

    assertThat(fetch("/old")).isInstanceOf(Failed.class);
  }

  @Test
  void redirectToAHostWithAnUnderscoreIsFollowed() {
    publisher.on("/old", Answer.redirect(301, publisher.uri("a_b.elsewhere.test", "/feed")));

    assertThat(((Moved) fetch("/old")).to())
        .isEqualTo(publisher.uri("a_b.elsewhere.test", "/feed"));
  }

  @Test
  void eachHopIsCheckedForWhereItLeads() {
    publisher
        .on("/one", Answer.redirect(301, "http://169.254.169.254/latest/meta-data"))
        .on("/two", Answer.redirect(302, "/three"))
        .on("/three", Answer.redirect(302, "http://inside.test:" + publisher.port() + "/feed"));

    assertFailed(fetch("/one"), Reason.FORBIDDEN_ADDRESS, "169.254.169.254", "metadata");
    assertFailed(fetch("/two"), Reason.FORBIDDEN_ADDRESS, "inside.test", "10.1.2.3", "private");
  }

  @Test
  void credentialsStayWithTheFeedsOwnOrigin() {
    publisher
        .on("/old", Answer.redirect(302, publisher.uri("elsewhere.test", "/away")))
        .on("/away", Answer.redirect(302, publisher.uri("/feed")));

    fetcher.fetch(
        new Fetcher.Request(
            publisher.uri("/old"),
            Validators.NONE,
            Optional.empty(),
            Map.of("X-Key", new Secret("k3y")),
            Optional.of(new Credentials.Bearer(new Secret("t0ken")))),
        Loopback.SETTINGS);

    var away = publisher.requests("/away").getFirst();
    assertThat(away.header("Authorization")).isEmpty();
    assertThat(away.header("X-Key")).isEmpty();
    assertThat(away.header("Host")).contains("elsewhere.test:" + publisher.port());
    for (var own : List.of("/old", "/feed")) {
      assertThat(publisher.requests(own).getFirst().header("Authorization"))
          .contains("Bearer t0ken");
      assertThat(publisher.requests(own).getFirst().header("X-Key")).contains("k3y");
    }
  }

  @Test
  void denialAfterARedirectSaysThatCredentialsWereNotSent() {
    publisher
        .on("/old", Answer.redirect(302, publisher.uri("elsewhere.test", "/away")))
        .on("/away", Answer.of(401, Map.of(), ""));

    var fetched =
        fetcher.fetch(
            new Fetcher.Request(
                publisher.uri("/old"),
                Validators.NONE,
                Optional.empty(),
                Map.of(),
                Optional.of(new Credentials.Bearer(new Secret("t0ken")))),
            Loopback.SETTINGS);

    assertFailed(fetched, Reason.DENIED, "credentials are sent only to the feed's own host");
  }

  @Test
  void validatorsGoAlongSinceTheyCameFromWhereTheAddressLeads() {
    publisher
        .on("/old", Answer.redirect(302, "/new"))
        .on("/new", request -> Answer.feed(request, "\"v1\"", "<rss/>"));

    var fetched =
        fetcher.fetch(
            new Fetcher.Request(
                publisher.uri("/old"),
                new Validators(Optional.of("\"v1\""), Optional.empty()),
                Optional.empty(),
                Map.of(),
                Optional.empty()),
            Loopback.SETTINGS);

    assertThat(fetched).isInstanceOf(Fetched.Unchanged.class);
  }
}
