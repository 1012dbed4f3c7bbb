package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything works below a prefix, behind a proxy that removes it and one that does not. */
class ReverseProxyTest {
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java, "c++"] }
        - { id: b, url: "https://b.example/", tags: [news] }
        - { id: c, url: "https://c.example/", tags: [news], access: key }
      streams: { jvm: { tags: [java] } }
      keys: { alice: alice-key-0001 }
      """;
  private static final String BELOW = "public-url: https://example.org/planet\n" + FEEDS;
  private static final String ADMIN = "Authorization: Bearer letmein";

  private static final Pattern REFERENCE =
      Pattern.compile("(?:href|src|action|data-events|data-entries)=\"([^\"]*)\"");
  private static final Pattern OWN =
      Pattern.compile("https?://(?:example\\.org|localhost)[^\"<> ]*");

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, BELOW);
    for (int i = 0; i < 60; i++) {
      served.arrive("a", "Alpha " + i, i + 1);
      served.arrive("b", "Beta " + i, i + 1);
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  private record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }
  }

  /** Sends a request over a plain connection, so that Host can be anything. */
  private Answer ask(String method, String path, String... headers) {
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    boolean named = false;
    for (var header : headers) {
      request.append(header).append("\r\n");
      named |= header.startsWith("Host:");
    }
    request.append(named ? "\r\n" : "Host: example.org\r\nContent-Length: 0\r\n\r\n");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    var lines = text.substring(0, end).split("\r\n", -1);
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      var parts = lines[i].split(": *", 2);
      headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1]);
    }
    return new Answer(
        Integer.parseInt(lines[0].split(" ", -1)[1]), headers, text.substring(end + 4));
  }

  private static Set<String> references(String page) {
    var found = new LinkedHashSet<String>();
    REFERENCE.matcher(page).results().forEach(m -> found.add(m.group(1).replace("&amp;", "&")));
    found.removeIf(
        to ->
            to.startsWith("#")
                || to.startsWith("https://a.")
                || to.startsWith("https://b.")
                || to.startsWith("data:"));
    return found;
  }

  @Test
  void allReferencesOfPagesWorkBelowThePrefix() {
    var seen = new TreeSet<String>();
    var next = new ArrayDeque<>(List.of("/planet/", "/planet/status/admin", "/planet/nothing"));
    while (!next.isEmpty() && seen.size() < 400) {
      var path = next.remove();
      if (!seen.add(path) || path.contains("events")) {
        continue;
      }
      var passedOn = ask("GET", path, ADMIN, "Accept: text/html");
      var stripped = ask("GET", path.substring("/planet".length()), ADMIN, "Accept: text/html");
      assertThat(passedOn.status()).as(path).isEqualTo(path.contains("nothing") ? 404 : 200);
      assertThat(stripped.status()).as(path).isEqualTo(passedOn.status());
      if (passedOn.header("content-type").startsWith("text/html")) {
        assertThat(stripped.body()).as(path).isEqualTo(passedOn.body());
        for (var to : references(passedOn.body())) {
          assertThat(to).as(path).matches("/planet/.*");
          if (!to.contains("/refresh") && !to.contains("/reload")) {
            next.add(to);
          }
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(seen)
        .anyMatch(path -> path.matches("/planet/assets/.*css"))
        .anyMatch(path -> path.startsWith("/planet/status/sources/a"))
        .anyMatch(path -> path.startsWith("/planet/api/v1/entries"))
        .anyMatch(path -> path.contains("/planet/tags/c%2B%2B"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
        "/tags/java.atom?limit=1",
        "/streams/jvm.rss",
        "/sources/a.json",
        "/opml",
        "/api/v1/entries?limit=1",
        "/openapi.json"
      })
  void documentsNameTheServerByItsPublicUrl(String path) {
    for (var asked : List.of(path, "/planet" + path, path, "/planet" + path)) {
      var answer = ask("GET", asked);

      assertThat(answer.status()).isEqualTo(200);
      var own = OWN.matcher(answer.body() + answer.header("link")).results().map(m -> m.group());
      assertThat(own).isNotEmpty().allMatch(url -> url.startsWith("https://example.org/planet"));
    }
    assertThat(ask("GET", "/planet" + path).header("etag"))
        .isEqualTo(ask("GET", path).header("etag"));
  }

  @Test
  void allPagesOfAMergedFeedHaveOneIdWithoutAFormat() {
    var id = "<id>https://example.org/planet/tags/java?limit=2</id>";
    var first = ask("GET", "/tags/java.atom?limit=2").body();
    var next =
        first.replaceAll("(?s).*rel=\"next\"[^>]* href=\"https://example.org([^\"]*)\".*", "$1");
    var second = ask("GET", next.replace("&amp;", "&")).body();

    assertThat(first).contains(id);
    assertThat(second).contains(id).doesNotContain("Alpha 0").contains("Alpha 2");
  }

  @Test
  void formsRedirectBelowThePrefix() {
    for (var prefix : List.of("", "/planet")) {
      var answer = ask("POST", prefix + "/status/reload", ADMIN, "Origin: https://example.org");
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.header("location")).endsWith("/planet/status/admin?said=reloaded");
    }
    assertThat(ask("POST", "/planet/status/reload", ADMIN, "Origin: https://evil.example").status())
        .isEqualTo(403);
  }

  @Test
  void prefixRedirectsToTheFirstPage() {
    var answer = ask("GET", "/planet?tag=java");

    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("location")).isEqualTo("/planet/?tag=java");
    assertThat(ask("GET", "/planetary/feed.atom").status()).isEqualTo(404);
    assertThat(ask("GET", "/planet/planet/feed.atom").status()).isEqualTo(404);
  }

  @Test
  void prefixMayEqualAPathOfTheServer() {
    served.use("public-url: https://example.org/tags/\n" + FEEDS, "");

    assertThat(ask("GET", "/tags/java.atom").body()).contains("Alpha 1").doesNotContain("Beta 1");
    assertThat(ask("GET", "/tags/tags/news.atom").body()).contains("Beta 1");
    assertThat(ask("GET", "/tags/", "Accept: text/html").body()).contains("Alpha 1", "Beta 1");
    assertThat(ask("GET", "/tags/feed.atom").body()).contains("Alpha 1", "Beta 1");
  }

  @Test
  void withoutAPublicUrlEachHostGetsItsOwnLinks() {
    served.use(FEEDS, "");
    for (int i = 0; i < 2; i++) {
      for (var host : List.of("one.example", "two.example:8080", "[::1]:8080", "192.0.2.1")) {
        var answer = ask("GET", "/feed.atom", "Host: " + host);
        assertThat(answer.body())
            .contains(
                "rel=\"self\" type=\"application/atom+xml\" href=\"http://" + host + "/feed.atom\"")
            .contains("<id>http://localhost:" + served.port() + "/feed</id>");
        assertThat(answer.body().replace(host, ""))
            .doesNotContain("one.example", "two.example", "[::1]", "192.0.2.1");
      }
    }
    assertThat(
            ask(
                    "GET",
                    "/feed.atom",
                    "Host: one.example",
                    "X-Forwarded-Host: evil.example",
                    "X-Forwarded-Prefix: /evil",
                    "Forwarded: host=evil.example")
                .body())
        .doesNotContain("evil");
  }

  @Test
  void trustedProxyDeterminesThePublicAddress() {
    served.use(FEEDS, "127.0.0.0/8");
    var forwarded =
        new String[] {
          "Host: 127.0.0.1:8080",
          "X-Forwarded-Host: example.org",
          "X-Forwarded-Proto: https",
          "X-Forwarded-Prefix: /planet"
        };

    for (int i = 0; i < 2; i++) {
      assertThat(ask("GET", "/feed.rss", forwarded).body())
          .contains("https://example.org/planet/feed.rss")
          .doesNotContain("127.0.0.1");
    }
    assertThat(references(ask("GET", "/", forwarded).body()))
        .allMatch(to -> to.startsWith("/planet/"));
    assertThat(ask("GET", "/feed.rss", "Host: other.example").body())
        .contains("http://other.example/feed.rss")
        .doesNotContain("planet");
  }

  @Test
  void wrongTokensCountForTheClientBehindATrustedProxy() {
    served.use(FEEDS, "127.0.0.0/8");
    for (int i = 0; i < 12; i++) {
      ask("POST", "/api/v1/reload", "Authorization: Bearer no" + i, "X-Forwarded-For: 192.0.2.1");
    }

    assertThat(
            ask("POST", "/api/v1/reload", "Authorization: Bearer no", "X-Forwarded-For: 192.0.2.1")
                .status())
        .isEqualTo(429);
    assertThat(
            ask("POST", "/api/v1/reload", "Authorization: Bearer no", "X-Forwarded-For: 192.0.2.2")
                .status())
        .isEqualTo(401);
  }

  @Test
  void passwordForTheProxyIsNotAWrongKey() {
    var proxys = "Authorization: Basic " + base64("visitor:proxy-password");
    for (int i = 0; i < 30; i++) {
      assertThat(ask("GET", "/feed.atom", proxys).status()).isEqualTo(200);
      assertThat(ask("GET", "/feed.atom?key=alice-key-0001", proxys).status()).isEqualTo(200);
      assertThat(ask("GET", "/feed.atom?key=wrong", proxys).status()).isEqualTo(401);
    }
    assertThat(ask("GET", "/feed.atom", "Authorization: Basic " + base64("alice:wrong")).status())
        .isEqualTo(401);
    assertThat(ask("GET", "/feed.atom", "Authorization: Basic " + base64(":wrong")).status())
        .isEqualTo(401);
    assertThat(ask("GET", "/status/admin", ADMIN).status()).isEqualTo(200);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
