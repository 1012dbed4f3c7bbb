package io.feedloom.serve;

import static io.feedloom.serve.Served.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers while the store is unavailable, and while parts are out of order. */
class StoreAwayTest {
  private static final String FEEDS =
      """
      title: Planet
      feeds:
        - { url: "https://sea.example/feed", id: sea, tags: [news] }
        - { url: "https://sky.example/feed", id: sky, tags: [air] }
      """;
  private static final String ADMIN = "Basic YWRtaW46bGV0bWVpbg==";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    served.arrive("sea", "Heron", 60);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/feed.rss?limit=3",
        "/status",
        "/opml",
        "/api/v1/entries",
        "/api/v1/feeds",
        "/api/v1/tags",
        "/health/ready"
      })
  void pathsThatNeedTheStoreAnswer503(String path) {
    served.store().close();
    served.get("/api/v1/feeds");
    var answer = served.get(path);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void cachedDocumentsAreServedWithoutTheStore() {
    var before = served.get("/feed.atom");
    served.store().close();
    var after = served.get("/feed.atom");
    var unchanged =
        served.get(
            "/feed.atom", "If-None-Match", before.headers().firstValue("ETag").orElseThrow());

    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.headers().firstValue("Cache-Control").orElseThrow())
        .contains("stale-if-error");
    assertThat(unchanged.statusCode()).isEqualTo(304);
  }

  @Test
  void deltaRequestWithoutTheStoreGetsTheWholeFeed() {
    var before = served.get("/feed.atom");
    served.arrive("sea", "Gull", 30);
    var now = served.get("/feed.atom");
    served.store().close();
    var answer =
        served.get(
            "/feed.atom?delta=1",
            "If-None-Match",
            before.headers().firstValue("ETag").orElseThrow());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(now.body());
  }

  @Test
  void outdatedDocumentIsServedWithoutTheStore() {
    var before = served.get("/feed.atom");
    served.arrive("sea", "Gull", 30);
    served.store().close();

    assertThat(served.get("/feed.atom").statusCode()).isEqualTo(200);
    assertThat(served.get("/feed.atom").body()).isEqualTo(before.body());
  }

  @Test
  void withdrawnEntryIsNotServedFromMemory() {
    served.get("/feed.atom");
    served.withdraw("sea", "sea/Heron", NOON);
    served.store().close();

    assertThat(served.get("/feed.atom").statusCode()).isEqualTo(503);
  }

  @Test
  void entryWithdrawnAfterAnArrivalIsNotServedFromMemory() {
    served.get("/feed.atom");
    served.arrive("sea", "Gull", 30);
    served.withdraw("sea", "sea/Heron", NOON);
    served.store().close();

    assertThat(served.get("/feed.atom").statusCode()).isEqualTo(503);
  }

  @Test
  void changedSettingsDropAllDocuments() {
    served.get("/feed.atom");
    served.arrive("sea", "Gull", 30);
    served.reload(FEEDS.replace("Planet", "Comet"));
    served.store().close();

    assertThat(served.get("/feed.atom").statusCode()).isEqualTo(503);
  }

  @Test
  void readinessNamesAFailedPartWithoutItsReason() {
    served.health().part("search").failed("/secret/path is full");
    var answer = served.get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"status\":\"degraded\"", "\"degraded\":[\"search\"]")
        .doesNotContain("secret");
    served.health().part("search").works();
    assertThat(served.get("/health/ready").body())
        .contains("\"status\":\"ready\"")
        .doesNotContain("degraded");
  }

  @Test
  void adminSeesFailedPartsAndEachKindOfBugOnce() {
    served.health().part("search").failed("/secret/path is full");
    var bug = new ArithmeticException("by zero");
    served.health().unexpected("polling", "sea", bug);
    served.health().unexpected("polling", "sky", bug);
    var admin = served.get("/status/admin", "Authorization", ADMIN).body();

    assertThat(admin)
        .contains(
            "Parts that do not work", "/secret/path is full", "ArithmeticException at", "2 times");
    assertThat(served.get("/status").body()).doesNotContain("secret", "ArithmeticException");
  }

  @Test
  void metricsWorkWithoutTheStore() {
    served.health().unexpected("polling", "sea", new ArithmeticException("by zero"));
    served.health().part("search").failed("full");

    assertThat(served.get("/metrics").body())
        .contains("feedloom_unexpected_errors_total 1.0", "feedloom_store_up 1.0")
        .contains("feedloom_part_in_order{part=\"search\"} 0.0", "feedloom_entries 1.0");
    served.store().close();
    var without = served.get("/metrics");
    assertThat(without.statusCode()).isEqualTo(200);
    assertThat(without.body())
        .contains("feedloom_store_up 0.0")
        .doesNotContain("feedloom_entries ");
  }
}
