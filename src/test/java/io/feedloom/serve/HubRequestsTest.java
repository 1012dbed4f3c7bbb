package io.feedloom.serve;

import static io.feedloom.farm.Callbacks.form;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the hub that it refuses, and how a subscriber finds it. The hub does not run. */
class HubRequestsTest {
  private static final String CALLBACK = "https://reader.example/cb";

  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: secret, url: "https://secret.example/", tags: [java], access: key }
      keys: { alice: alice-key-0001 }
      streams:
        best: { tags: [java], order: top }
        daily: { tags: [java], digest: day }
        past: { tags: [java], until: 2026-01-01 }
      """;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    for (int i = 0; i < 60; i++) {
      served.arrive("a", "Entry " + i, i);
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  private HttpResponse<String> subscribe(String topic, String callback) {
    return served.post(
        "/hub", form("hub.mode", "subscribe", "hub.topic", topic, "hub.callback", callback));
  }

  private void assertRefused(HttpResponse<String> answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(answer.body()).contains(reason);
    assertThat(served.store().hubSubscriptions().figures().requests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', hub.mode is missing",
    "hub.mode=subscribe, hub.topic is missing",
    "hub.mode=subscribe&hub.topic=TOPIC, hub.callback is missing",
    "hub.mode=subscribe&hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB, hub.mode must be given",
    "hub.mode=publish&hub.topic=TOPIC&hub.callback=CB, hub.mode must be subscribe or unsubscribe",
    "hub.mode=subscribe&hub.topic=/feed.atom&hub.callback=CB, hub.topic must be an absolute URL",
    "hub.mode=subscribe&hub.topic=a b&hub.callback=CB, hub.topic is not a valid URL",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=ftp://x.example/, hub.callback must be an abs",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB%23part, hub.callback must have no fragment",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=http://a:b@x.example/, no user and password",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB&hub.lease_seconds=soon, lease_seconds must",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB&hub.lease_seconds=0, positive whole",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB&hub.lease_seconds=-5, positive whole",
    "hub.mode=sub%zzscribe, not correctly encoded",
    "hub.mode=subscribe&hub.topic=TOPIC&hub.callback=CB&hub.secret=%E9t%E9, it is not UTF-8",
  })
  void malformedRequestIsRefusedWithTheReason(String form, String reason) {
    var body = form.replace("TOPIC", served.base() + "/feed.atom").replace("CB", CALLBACK);

    assertRefused(served.post("/hub", body), 400, reason);
  }

  @Test
  void secretOfTwoHundredBytesIsRefused() {
    for (var secret : new String[] {"s".repeat(200), "é".repeat(100)}) {
      var answer =
          served.post(
              "/hub",
              form(
                  "hub.mode",
                  "subscribe",
                  "hub.topic",
                  served.base() + "/feed.atom",
                  "hub.callback",
                  CALLBACK,
                  "hub.secret",
                  secret));
      assertRefused(answer, 400, "fewer than 200 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/opml, 400, no feed of this server",
    "/streams/none.atom, 400, no feed of this server",
    "/sources/none.atom, 400, no feed of this server",
    "/tags/a/b.atom, 400, no feed of this server",
    "/feed.atom?limit=0, 400, hub.topic is not valid",
    "/feed.atom?since=2026-01-01, 400, leave out since",
    "/feed.atom?until=24h, 400, leave out until",
    "/feed.atom?until=2030-01-01, 400, leave out until",
    "/streams/past.atom, 400, leave out until",
    "/feed.atom?order=top, 400, a ranking has no new entries",
    "/streams/best.atom, 400, a ranking has no new entries",
    "/feed.atom?key=wrong, 403, the key in hub.topic is not valid",
  })
  void topicThatGetsNoNewsIsRefusedWithTheReason(String path, int status, String reason) {
    assertRefused(subscribe(served.base() + path, CALLBACK), status, reason);
  }

  @Test
  void topicOfAnotherServerIsRefused() {
    assertRefused(
        subscribe("https://elsewhere.example/feed.atom", CALLBACK), 400, "not an address of this");
  }

  @Test
  void requestThatIsNoFormIsRefused() {
    assertThat(served.ask("POST", "/hub").statusCode()).isEqualTo(415);
    assertThat(served.ask("POST", "/hub", "Content-Type", "application/json").statusCode())
        .isEqualTo(415);
    assertThat(served.get("/hub").statusCode()).isEqualTo(405);
    assertRefused(served.post("/hub", "x=" + "y".repeat(20_000)), 413, "more than 16384 bytes");
  }

  @Test
  void requestsForOneHostAreLimited() {
    var topic = served.base() + "/feed.atom";
    for (int i = 0; i < 500; i++) {
      assertThat(subscribe(topic, "https://victim.example/" + i).statusCode()).isEqualTo(202);
    }
    var answer = subscribe(topic, "https://victim.example/more");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("victim.example");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(subscribe(topic, CALLBACK).statusCode()).isEqualTo(202);
  }

  @Test
  void clientThatNamesManyHostsIsLimited() {
    var topic = served.base() + "/feed.atom";
    int status = 202;
    int accepted = 0;
    while (status == 202 && accepted <= 1_100) {
      status = subscribe(topic, "https://site" + accepted++ + ".example/cb").statusCode();
    }

    assertThat(status).isEqualTo(429);
    assertThat(accepted).isGreaterThan(900);
  }

  @Test
  void hostsOfOneDomainShareItsLimit() {
    var topic = served.base() + "/feed.atom";
    int status = 202;
    for (int i = 0; status == 202 && i < 600; i++) {
      status = subscribe(topic, "https://h" + i + ".victim.com./cb").statusCode();
    }

    assertThat(status).isEqualTo(429);
  }

  @Test
  void repeatedRequestsAreOne() {
    for (int i = 0; i < 20; i++) {
      subscribe(served.base() + "/feed.atom", CALLBACK);
    }

    assertThat(served.store().hubSubscriptions().figures().requests()).isEqualTo(1);
  }

  @Test
  void adminSeesTheSubscriptions() {
    assertThat(served.get("/api/v1/hub/subscriptions").statusCode()).isEqualTo(401);
    assertThat(served.get("/api/v1/hub/subscriptions", "Authorization", "Bearer letmein").body())
        .isEqualTo("{\"subscriptions\":[]}");
  }

  private String links(String path, String... headers) {
    return served.get(path, headers).headers().firstValue("Link").orElse("");
  }

  private String hub() {
    return "<" + served.base() + "/hub>; rel=\"hub\"";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/feed.atom",
        "/tags/java.rss",
        "/sources/a.json",
        "/streams/daily.atom",
        "/feed.atom?digest=week",
        "/feed.json?min-sources=3"
      })
  void everyFormatNamesTheHubAndItselfInTheHeader(String path) {
    for (int i = 0; i < 2; i++) {
      var answer = served.get(path);
      assertThat(answer.headers().firstValue("Link").orElse(""))
          .contains(hub(), "<" + served.base() + path + ">; rel=\"self\"");
      var tag = answer.headers().firstValue("ETag").orElseThrow();
      var unchanged = served.get(path, "If-None-Match", tag);
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(unchanged.headers().firstValue("Link").orElse("")).contains(hub());
    }
  }

  @Test
  void documentsNameTheHubAndThemselves() {
    var base = served.base();
    assertThat(served.get("/feed.atom").body())
        .contains("<link rel=\"hub\" href=\"" + base + "/hub\"/>")
        .contains("href=\"" + base + "/feed.atom\"");
    assertThat(served.get("/feed.rss").body())
        .contains("<atom:link rel=\"hub\" href=\"" + base + "/hub\"/>")
        .contains("href=\"" + base + "/feed.rss\"");
    assertThat(served.get("/feed.json").body())
        .contains("\"hubs\":[{\"type\":\"WebSub\",\"url\":\"" + base + "/hub\"}]")
        .contains("\"feed_url\":\"" + base + "/feed.json\"");
  }

  @Test
  void documentsWithoutNewsNameNoHub() {
    var next =
        served.get("/feed.atom").headers().firstValue("Link").orElseThrow().split(", ", -1)[3];
    assertThat(next).contains("rel=\"next\"");
    var older = next.substring(1, next.indexOf('>'));
    for (var path :
        new String[] {
          older, "/feed.atom?since=2026-01-01", "/feed.atom?order=top", "/streams/past.rss"
        }) {
      assertThat(links(path)).as(path).contains("rel=\"self\"").doesNotContain("rel=\"hub\"");
      assertThat(served.get(path).body()).doesNotContain("rel=\"hub\"");
    }
  }

  @Test
  void hubIsNamedToAClientWhoseTopicContainsTheKey() {
    assertThat(links("/feed.atom?key=alice-key-0001")).contains(hub());
    assertThat(links("/feed.atom", "Authorization", "Bearer alice-key-0001"))
        .doesNotContain("rel=\"hub\"");
  }
}
