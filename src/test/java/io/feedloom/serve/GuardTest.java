package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields that forbid browsers to run, frame or store answers. */
class GuardTest {
  private static final String ADMIN = "Bearer letmein";

  @TempDir Path folder;
  private Served served;

  @BeforeEach
  void start() {
    served =
        new Served(
            folder,
            """
            title: River
            feeds:
              - { id: a, url: https://a.example/feed, title: Alpha, tags: [x] }
              - { id: b, url: https://b.example/feed }
            """);
    served.arrive("a", "One", 60);
    served.arrive("b", "Two", 30);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404",
    "GET, /feed.atom?limit=x, 400",
    "GET, /sources/none.atom, 404",
    "GET, /streams/none, 404",
    "GET, /api/v1/feeds/none, 404",
    "GET, /feed.atom?key=wrong, 401",
    "POST, /feed.atom, 405",
    "POST, /api/v1/reload, 401",
    "GET, /status/admin, 401",
    "GET, /status/sources/a, 401",
    "GET, /metrics, 200",
    "GET, /health/ready, 200",
    "GET, /api/v1/feeds, 200",
  })
  void apiAnswersAreNeitherSniffedNorStoredNorFramed(String method, String path, int status) {
    var answer = served.ask(method, path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertGuarded(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /status/admin, 200",
    "GET, /status/sources/a, 200",
    "GET, /status/sources/none, 404",
    "POST, /status/reload, 303",
    "POST, /status/feeds/a/refresh, 303",
    "POST, /api/v1/reload, 200",
  })
  void answersForTheAdminAreNotStored(String method, String path, int status) {
    var answer = served.ask(method, path, "Authorization", ADMIN);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertGuarded(answer);
  }

  private static void assertGuarded(HttpResponse<?> answer) {
    assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?content=full",
        "/tags/x",
        "/sources/a",
        "/status",
        "/nothing",
        "/?limit=x"
      })
  void pagesMayNotBeFramed(String path) {
    var page = served.ask("GET", path, "Accept", "text/html");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "/sources/a, Alpha",
    "/sources/b, Feed b",
    "/feed, River",
    "/tags/x, River – x",
  })
  void mergedFeedOfOneSourceHasTheTitleOfTheSource(String path, String title) {
    assertThat(served.get(path + ".atom").body()).contains("<title>" + title + "</title>");
    assertThat(served.get(path + ".rss").body()).contains("<channel><title>" + title + "</title>");
    assertThat(served.get(path + ".json").body()).contains("\"title\":\"" + title + "\"");
  }

  @Test
  void narrowedSourceNamesTheSelectionAfterItsTitle() {
    assertThat(served.get("/sources/a.atom?category=java").body())
        .contains("<title>Alpha – category java</title>");
    assertThat(served.get("/sources/a", "Accept", "text/html").body())
        .contains("<title>Alpha</title>");
  }

  @Test
  void linkWithAnotherSafeSchemeIsShownInEveryFormat() {
    var magnet = "magnet:?xt=urn:btih:AAAA&dn=film";
    served.arrive("a", Entry.builder("3").title("Film").link(magnet).build());
    var escaped = magnet.replace("&", "&amp;");

    assertThat(served.get("/sources/a.atom").body()).contains("href=\"" + escaped + "\"");
    assertThat(served.get("/sources/a.rss").body()).contains("<link>" + escaped + "</link>");
    assertThat(served.get("/sources/a.json").body()).contains("\"url\":\"" + magnet + "\"");
    assertThat(served.get("/sources/a", "Accept", "text/html").body())
        .contains("href=\"" + escaped + "\" rel=\"noopener noreferrer\"");
  }
}
