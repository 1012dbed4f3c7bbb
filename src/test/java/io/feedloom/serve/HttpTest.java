package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP caches and clients can rely on (RFC 9110, RFC 9111, RFC 5861, RFC 3229, CORS). */
class HttpTest {
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: b, url: "https://b.example/", tags: [news] }
      streams: { jvm: { tags: [java] } }
      """;

  /** Requests a path twice: a route answers first, then the page cache. */
  private static final int TWICE = 2;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    served.arrive("a", "Alpha", 20);
    served.arrive("a", "Apple", 10);
    served.arrive("b", "Beta", 5);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static String header(HttpResponse<?> response, String name) {
    return String.join(" | ", response.headers().allValues(name));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/feed.atom, application/atom+xml",
    "/tags/java.rss, application/rss+xml",
    "/streams/jvm.json, application/feed+json",
    "/sources/b.atom, application/atom+xml"
  })
  void documentsHaveATypeValidatorsAndACacheTime(String path, String type) {
    for (int i = 0; i < TWICE; i++) {
      var answer = served.ask("GET", path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase(type + "; charset=utf-8");
      assertThat(header(answer, "Content-Length")).isEqualTo("" + answer.body().length);
      assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{32}\"");
      assertThat(header(answer, "Last-Modified")).isEqualTo("Sun, 01 Mar 2026 12:00:00 GMT");
      assertThat(header(answer, "Cache-Control"))
          .isEqualTo("public, max-age=300, stale-while-revalidate=3000, stale-if-error=86400");
      assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding, Authorization");
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(answer, "Access-Control-Expose-Headers")).contains("ETag", "Link", "IM");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Date")).isNotEmpty();
      assertThat(header(answer, "Server")).isEmpty();
    }
  }

  @Test
  void eachCodingHasItsOwnEntityTag() throws IOException {
    Brotli4jLoader.ensureAvailability();
    var plain = served.ask("GET", "/feed.atom");
    var tags = new HashSet<String>();
    for (int i = 0; i < TWICE; i++) {
      for (String coding : List.of("gzip", "br", "zstd")) {
        var packed = served.ask("GET", "/feed.atom", "Accept-Encoding", coding);
        assertThat(header(packed, "Content-Encoding")).isEqualTo(coding);
        assertThat(header(packed, "Content-Length")).isEqualTo("" + packed.body().length);
        assertThat(unpacked(coding, packed.body())).isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length);
        tags.add(header(packed, "ETag"));
      }
    }
    assertThat(tags).hasSize(3).doesNotContain(header(plain, "ETag"));
  }

  private static byte[] unpacked(String coding, byte[] body) throws IOException {
    return switch (coding) {
      case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      case "zstd" -> new ZstdInputStream(new ByteArrayInputStream(body)).readAllBytes();
      default -> Decoder.decompress(body).getDecompressedData();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "\"x\",W/%s,\"y\"", "*"})
  void matchingConditionGets304WithTheSameHeader(String form) {
    for (String coding : List.of("identity", "gzip", "br", "zstd")) {
      var whole = served.ask("GET", "/tags/java.atom", "Accept-Encoding", coding);
      var tags = form.formatted(header(whole, "ETag"));
      for (int i = 0; i < TWICE; i++) {
        var answer =
            served.ask("GET", "/tags/java.atom", "If-None-Match", tags, "Accept-Encoding", coding);
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        for (String name :
            List.of("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")) {
          assertThat(header(answer, name)).isEqualTo(header(whole, name)).isNotEmpty();
        }
        assertThat(header(answer, "Content-Type")).isEmpty();
      }
    }
  }

  @Test
  void severalIfNoneMatchFieldsAreOneListAndWinOverTheDate() {
    var tag = header(served.ask("GET", "/feed.rss"), "ETag");
    var date = "Sun, 01 Mar 2026 12:00:00 GMT";
    for (int i = 0; i < TWICE; i++) {
      assertThat(
              served
                  .ask("GET", "/feed.rss", "If-None-Match", "\"x\"", "If-None-Match", tag)
                  .statusCode())
          .isEqualTo(304);
      assertThat(served.ask("GET", "/feed.rss", "If-Modified-Since", date).statusCode())
          .isEqualTo(304);
      assertThat(
              served
                  .ask("GET", "/feed.rss", "If-None-Match", "\"x\"", "If-Modified-Since", date)
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/feed.atom", "/feed", "/tags/java.json", "/opml", "/sources/a.rss"})
  void headEqualsGetWithoutABody(String path) {
    for (int i = 0; i < TWICE; i++) {
      var get = served.ask("GET", path, "Accept-Encoding", "gzip");
      var head = served.ask("HEAD", path, "Accept-Encoding", "gzip");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(fields(head)).isEqualTo(fields(get));
    }
  }

  private static Set<String> fields(HttpResponse<?> response) {
    return response.headers().map().entrySet().stream()
        .filter(field -> !field.getKey().equalsIgnoreCase("date"))
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void answersFromMemoryEqualThoseOfTheRoute() {
    for (String path : List.of("/feed.atom", "/tags/java.json?limit=1", "/streams/jvm.rss")) {
      var first = served.ask("GET", path, "Accept-Encoding", "gzip");
      var second = served.ask("GET", path, "Accept-Encoding", "gzip");
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(fields(second)).isEqualTo(fields(first));
    }
  }

  @Test
  void equivalentSelectionsAreOneDocument() {
    var one = served.ask("GET", "/tags/java,news.atom?tag=-x&limit=50");
    var other = served.ask("GET", "/feed.atom?tag=-X&tag=News,%20JAVA");
    assertThat(header(other, "ETag")).isEqualTo(header(one, "ETag"));
    assertThat(other.body()).isEqualTo(one.body());
  }

  @Test
  void arrivalChangesOnlyDocumentsWithIt() {
    var paths = List.of("/feed.atom", "/tags/java.atom", "/tags/news.atom", "/sources/a.json");
    var before = paths.stream().map(path -> header(served.ask("GET", path), "ETag")).toList();
    served.arrive("b", "Bravo", 1);
    var after = paths.stream().map(path -> header(served.ask("GET", path), "ETag")).toList();

    assertThat(after.get(0)).isNotEqualTo(before.get(0));
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(after.get(2)).isNotEqualTo(before.get(2));
    assertThat(after.get(3)).isEqualTo(before.get(3));
  }

  @Test
  void addressFollowsChangedSettings() {
    assertThat(served.get("/streams/jvm.json").body()).contains("Apple").doesNotContain("Beta");
    assertThat(served.get("/streams/jvm.json").body()).contains("Apple").doesNotContain("Beta");
    served.reload(FEEDS.replace("jvm: { tags: [java] }", "jvm: { tags: [news] }"));
    assertThat(served.get("/streams/jvm.json").body()).contains("Beta").doesNotContain("Apple");
  }

  @ParameterizedTest
  @ValueSource(strings = {"atom", "rss", "json"})
  void deltaRequestGetsOnlyNewEntries(String format) {
    var path = "/feed." + format;
    var old = served.ask("GET", path, "Accept-Encoding", "gzip");
    served.ask("GET", path);
    served.arrive("b", "Bravo", 1);
    var whole = served.ask("GET", path, "Accept-Encoding", "gzip");
    for (int i = 0; i < TWICE; i++) {
      var news =
          served.ask(
              "GET",
              path,
              "User-Agent",
              "newsboat/2.39 (Linux x86_64)",
              "A-IM",
              "feed, gzip",
              "If-None-Match",
              header(old, "ETag"));
      assertThat(news.statusCode()).isEqualTo(226);
      assertThat(header(news, "IM")).isEqualTo("feed");
      assertThat(header(news, "ETag") + "-gzip")
          .isEqualTo(header(whole, "ETag").replace("-gzip\"", "\"") + "-gzip");
      assertThat(header(news, "Cache-Control")).isEqualTo("no-store, im");
      assertThat(text(news)).contains("Bravo").doesNotContain("Beta", "Alpha", "fh:complete");
    }
    assertThat(
            served
                .ask(
                    "GET",
                    path,
                    "A-IM",
                    "feed",
                    "Accept-Encoding",
                    "gzip",
                    "If-None-Match",
                    header(whole, "ETag"))
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void afterARestartADeltaRequestGetsTheWholeFeedOr304() {
    var old = header(served.ask("GET", "/feed.atom"), "ETag");
    served.restart();

    assertThat(served.ask("GET", "/feed.atom?delta=1", "If-None-Match", old).statusCode())
        .isEqualTo(304);
    served.arrive("b", "Bravo", 1);
    var whole = served.ask("GET", "/feed.atom?delta=1", "If-None-Match", old);
    assertThat(whole.statusCode()).isEqualTo(226);
    served.arrive("b", "Charlie", 2);
    served.restart();

    var answer = served.ask("GET", "/feed.atom?delta=1", "If-None-Match", old);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).contains("Alpha", "Beta", "Bravo", "Charlie");
  }

  /** A subscribed time span slides: what leaves it changes the tag, and the time alone does not. */
  @ParameterizedTest
  @ValueSource(strings = {"atom", "rss", "json"})
  void timeSpanSlidesAndItsFeedStaysTheSame(String format) {
    served.arrive("b", "Bravo", 0);
    var path = "/feed." + format + "?since=24h";
    var first = served.ask("GET", path);
    assertThat(text(first)).contains("Bravo", "since=24h").doesNotContain("since=2026");
    served.turn(Served.NOON.plus(Duration.ofHours(3)));
    var same = served.ask("GET", path, "If-None-Match", header(first, "ETag"));
    assertThat(same.statusCode()).isEqualTo(304);

    served.turn(Served.NOON.plus(Duration.ofHours(26)));

    var empty = served.ask("GET", path, "If-None-Match", header(first, "ETag"));
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(text(empty)).contains("since=24h").doesNotContain("Bravo");
  }

  /** Programs with feedparser send A-IM whether or not they can read status 226. */
  @Test
  void clientsThatMayNotReadADifferenceGetTheWholeFeed() {
    var old = header(served.ask("GET", "/feed.atom"), "ETag");
    served.arrive("b", "Bravo", 1);
    for (var agent : List.of("rss2email/3.14", "feedparser/6.0.11", "not newsboat")) {
      var answer =
          served.ask(
              "GET", "/feed.atom", "User-Agent", agent, "A-IM", "feed", "If-None-Match", old);
      assertThat(answer.statusCode()).as(agent).isEqualTo(200);
      assertThat(text(answer)).contains("Alpha", "Beta", "Bravo");
    }
  }

  @Test
  void wishForDifferencesIsNoPartOfTheSelection() {
    var plain = served.ask("GET", "/feed.atom");
    var wishing = served.ask("GET", "/feed.atom?delta=1");

    assertThat(text(wishing)).isEqualTo(text(plain));
    assertThat(header(wishing, "ETag")).isEqualTo(header(plain, "ETag"));
    served.arrive("b", "Bravo", 1);
    for (int i = 0; i < TWICE; i++) {
      var news = served.ask("GET", "/feed.atom?delta=1", "If-None-Match", header(plain, "ETag"));
      assertThat(news.statusCode()).isEqualTo(226);
      assertThat(text(news)).contains("Bravo").doesNotContain("Alpha");
    }
    var known = header(served.ask("GET", "/feed.atom?delta=1"), "ETag");
    assertThat(served.ask("GET", "/feed.atom?delta=1", "If-None-Match", known).statusCode())
        .isEqualTo(304);
  }

  @Test
  void deltaRequestForAnUnknownEditionGetsTheWholeFeed() {
    served.ask("GET", "/feed.atom");
    for (String tag : List.of("\"unknown\"", "\"a\", \"b\"", "nonsense")) {
      var answer = served.ask("GET", "/feed.atom?delta=1", "If-None-Match", tag);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(text(answer)).contains("Alpha", "Beta");
    }
    assertThat(served.ask("GET", "/feed.atom", "A-IM", "feed").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/rss+xml|application/rss+xml",
        "application/feed+json|application/feed+json",
        "*/*|application/atom+xml",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|text/html"
      })
  void withoutAnExtensionAcceptSelectsTheFormatAndVaryNamesIt(String accept, String type) {
    for (String path : List.of("/feed", "/tags/java", "/streams/jvm", "/sources/a")) {
      for (int i = 0; i < TWICE; i++) {
        var answer = served.ask("GET", path, "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith(type);
        assertThat(header(answer, "Vary")).contains("Accept,").contains("Accept-Encoding");
      }
    }
  }

  @Test
  void answersToAKeyArePrivate() {
    served.reload(FEEDS + "keys: { alice: sesame-sesame-sesame }\n");
    for (String path : List.of("/feed.atom?key=sesame-sesame-sesame", "/feed.atom")) {
      for (int i = 0; i < TWICE; i++) {
        var answer =
            path.contains("key")
                ? served.ask("GET", path)
                : served.ask("GET", path, "Authorization", "Bearer sesame-sesame-sesame");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).startsWith("private, max-age=");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(header(served.ask("GET", "/feed.atom"), "Cache-Control")).startsWith("public");
        assertThat(served.ask("GET", "/feed.atom", "Authorization", "Bearer x").statusCode())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void otherSitesMayReadPublicFeeds() {
    for (String path : List.of("/feed.atom", "/feed", "/tags/java.json", "/streams/jvm", "/opml")) {
      var answer =
          served.ask(
              "OPTIONS",
              path,
              "Origin",
              "https://other.example",
              "Access-Control-Request-Method",
              "GET",
              "Access-Control-Request-Headers",
              "if-none-match");
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
      assertThat(header(answer, "Access-Control-Allow-Headers"))
          .containsIgnoringCase("If-None-Match")
          .contains("A-IM");
      assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
      assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /feed.atom?tga=x, 400",
    "GET, /nowhere, 404",
    "GET, /sources/nobody.atom, 404",
    "GET, /streams/nobody, 404",
    "POST, /feed.atom, 405",
    "DELETE, /api/v1/tags, 405",
    "POST, /api/v1/reload, 401",
    "GET, /feed.atom?x=%zz, 400"
  })
  void errorsAreProblemDocuments(String method, String path, int status) throws IOException {
    var answer = raw(method, path);
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .containsIgnoringCase("Content-Type: application/problem+json")
        .contains("\"status\":" + status);
    if (status == 405) {
      assertThat(answer).contains("Allow: ");
    }
  }

  /** Sends a request line that no client library would send. */
  private String raw(String method, String path) throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(served.base()).getPort())) {
      var request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void unknownTagIsAnEmptyFeedAndUnknownStreamOrSourceIsNotFound() {
    for (String format : List.of("atom", "rss", "json")) {
      var empty = served.ask("GET", "/tags/nobodys." + format);

      assertThat(empty.statusCode()).isEqualTo(200);
      assertThat(text(empty)).doesNotContain("Alpha", "Beta");
      assertThat(served.ask("GET", "/streams/nobodys." + format).statusCode()).isEqualTo(404);
      assertThat(served.ask("GET", "/sources/nobodys." + format).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void opmlListCanHaveFolders() {
    assertThat(text(served.ask("GET", "/opml?folders=true&tag=java")))
        .containsPattern(
            "<outline text=\"java\" title=\"java\">\\s*<outline type=\"rss\" text=\"[^\"]*\""
                + " title=\"[^\"]*\" xmlUrl=\"https://a.example/");
    assertThat(text(served.ask("GET", "/opml?tag=java"))).doesNotContain("<outline text=\"java\"");
    assertThat(served.ask("GET", "/opml?folders=maybe&x=y").statusCode()).isEqualTo(400);
  }

  @Test
  void opmlListCanBeNarrowedByTag() {
    assertThat(text(served.ask("GET", "/opml")))
        .contains("https://a.example/", "https://b.example/");
    assertThat(text(served.ask("GET", "/opml?tag=java")))
        .contains("https://a.example/")
        .doesNotContain("https://b.example/");
    assertThat(text(served.ask("GET", "/opml?tag=-java"))).doesNotContain("https://a.example/");
  }

  @Test
  void healthEndpointsReportLiveAndReady() {
    for (String path : List.of("/health/live", "/health/ready")) {
      var answer = served.ask("GET", path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).startsWith("application/json");
    }
  }

  @Test
  void refreshAndReloadNeedTheAdminToken() {
    for (String path : List.of("/api/v1/feeds/a/refresh", "/api/v1/reload")) {
      assertThat(served.ask("POST", path).statusCode()).as(path).isEqualTo(401);
      assertThat(served.ask("POST", path, "Authorization", "Bearer letmein").statusCode())
          .as(path)
          .isBetween(200, 204);
    }
  }
}
