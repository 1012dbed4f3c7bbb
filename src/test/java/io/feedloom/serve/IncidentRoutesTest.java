package io.feedloom.serve;

import static io.feedloom.serve.Served.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.render.FeedRules;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.push.Incidents.Changes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Incidents as a feed, in the API and on the status page. */
class IncidentRoutesTest {
  private static final String FEEDS =
      """
      title: Planet & more
      feeds:
        - { url: "https://sea.example/feed", id: sea, access: key }
      keys: { alice: open-sesame }
      """;
  private static final String WITHOUT_KEYS =
      "feeds: [{ url: \"https://sea.example/feed\", id: sea }]";
  private static final String TOKEN = "Bearer letmein";
  private static final String PATH = "/data/feedloom.mv.db";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static Finding finding(Kind kind, Optional<FeedId> source, String name, String reason) {
    return new Finding(
        UUID.randomUUID(),
        kind + name,
        kind,
        source,
        name,
        "cause",
        reason,
        NOON.minus(Duration.ofHours(30)),
        Duration.ZERO,
        Optional.empty());
  }

  private Incident failing() {
    var finding =
        finding(
            Kind.FAILING,
            Optional.of(new FeedId("sea")),
            "Sea <b>& \"air\"</b>",
            "it answered 500 & <script>alert(1)</script>");
    return Incident.suspected(finding).opened(finding, NOON, UUID.randomUUID());
  }

  private Incident storeFails() {
    var finding = finding(Kind.STORE, Optional.empty(), "store", "cannot write " + PATH);
    return Incident.suspected(finding)
        .opened(finding, NOON.plusSeconds(1), UUID.randomUUID())
        .resolved(NOON.plusSeconds(61), "It works again.", UUID.randomUUID());
  }

  private void write(Incident... incidents) {
    served
        .store()
        .incidents()
        .update(List.of(), NOON, NOON, (_, _) -> new Changes(List.of(incidents), List.of()));
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void feedIsValidInAllFormats() {
    write(failing(), storeFails());
    assertThat(FeedRules.ofAtom(bytes(served.get("/status.atom", "Authorization", TOKEN))))
        .isEmpty();
    assertThat(FeedRules.ofRss(bytes(served.get("/status.rss?key=open-sesame")))).isEmpty();
    assertThat(FeedRules.ofJson(bytes(served.get("/status.json?key=open-sesame")))).isEmpty();
  }

  @Test
  void feedWithoutIncidentsIsValidToo() {
    assertThat(FeedRules.ofAtom(bytes(served.get("/status.atom", "Authorization", TOKEN))))
        .isEmpty();
    assertThat(FeedRules.ofRss(bytes(served.get("/status.rss", "Authorization", TOKEN)))).isEmpty();
    assertThat(FeedRules.ofJson(bytes(served.get("/status.json", "Authorization", TOKEN))))
        .isEmpty();
  }

  @Test
  void incidentIsOneEntryThatKeepsItsIdWhenItsCourseChanges() {
    var incident = failing();
    write(incident);
    var before = served.get("/status.atom", "Authorization", TOKEN).body();
    write(incident.resolved(NOON.plusSeconds(7_200), "It can be read again.", UUID.randomUUID()));
    var after = served.get("/status.atom", "Authorization", TOKEN).body();

    for (var body : List.of(before, after)) {
      assertThat(body).containsOnlyOnce("<id>urn:uuid:" + incident.id() + "</id>");
      assertThat(body).contains("<published>" + NOON + "</published>");
    }
    assertThat(before).contains("Cannot be read: Sea").doesNotContain("Resolved: ");
    assertThat(before).contains("<updated>" + NOON + "</updated>");
    assertThat(after)
        .contains("Resolved: Cannot be read: Sea")
        .contains("It can be read again. It lasted 1 day 8 hours.")
        .contains("it answered 500")
        .contains("<updated>" + NOON.plusSeconds(7_200) + "</updated>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status.atom", "/status.rss", "/status.json", "/api/v1/incidents"})
  void clientWithoutTokenOrKeyIsAskedForIt(String path) {
    write(failing());
    var answer = served.get(path);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("Basic");
    assertThat(answer.body()).doesNotContain("sea");
  }

  @Test
  void wrongTokensAndKeysOpenNothing() {
    assertThat(served.get("/status.atom", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThat(served.get("/status.atom?key=wrong").statusCode()).isEqualTo(401);
    assertThat(served.get("/api/v1/incidents", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
  }

  @Test
  void keyOpensTheFeedButNotTheApi() {
    assertThat(served.get("/status.atom?key=open-sesame").statusCode()).isEqualTo(200);
    assertThat(served.get("/status.atom", "Authorization", "Bearer open-sesame").statusCode())
        .isEqualTo(200);
    assertThat(served.get("/api/v1/incidents?key=open-sesame").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutKeysTheTokenOpensTheFeed() {
    served.reload(WITHOUT_KEYS);
    assertThat(served.get("/status.atom").statusCode()).isEqualTo(401);
    assertThat(served.get("/status.atom", "Authorization", TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyTheAdminSeesWhyAPartOfTheProgramDoesNotWork() {
    write(storeFails(), failing());
    var toReader = served.get("/status.atom?key=open-sesame").body();
    var toAdmin = served.get("/status.atom", "Authorization", TOKEN).body();
    assertThat(toReader)
        .contains("The store does not work")
        .contains("it answered 500")
        .doesNotContain(PATH);
    assertThat(toAdmin).contains(PATH);
  }

  @Test
  void linksContainTheKeyOfTheQueryOnlyWhereReadersNeedIt() {
    write(failing());
    var body = served.get("/status.atom?key=open-sesame").body();
    assertThat(body)
        .contains("rel=\"self\" type=\"application/atom+xml\" href=\"" + served.base())
        .contains("/status.atom?key=open-sesame\"")
        .contains("/sources/sea\"")
        .doesNotContain("/sources/sea?key");
    assertThat(served.get("/status.atom", "Authorization", "Bearer open-sesame").body())
        .doesNotContain("open-sesame");
  }

  @Test
  void cachesKeepTheFeedForItsClientOnly() {
    write(failing());
    var answer = served.get("/status.atom?key=open-sesame");
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).startsWith("private");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    var etag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(served.get("/status.atom?key=open-sesame", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void apiListsIncidentsWithTheirCourse() {
    var incident = failing();
    write(incident, storeFails());
    var all = served.get("/api/v1/incidents", "Authorization", TOKEN).body();
    assertThat(all)
        .contains("\"id\":\"" + incident.id() + "\"")
        .contains("\"kind\":\"failing\"")
        .contains("\"source\":\"sea\"")
        .contains("\"state\":\"open\"")
        .contains("\"since\":\"" + NOON.minus(Duration.ofHours(30)) + "\"")
        .contains("\"opened\":\"" + NOON + "\"")
        .contains("\"kind\":\"store\"")
        .contains("\"resolved\":\"" + NOON.plusSeconds(61) + "\"")
        .contains("\"type\":\"opened\"")
        .contains(PATH);
    var open = served.get("/api/v1/incidents?state=open", "Authorization", TOKEN).body();
    assertThat(open).contains("\"kind\":\"failing\"").doesNotContain("\"kind\":\"store\"");
    assertThat(served.get("/api/v1/incidents?state=x", "Authorization", TOKEN).statusCode())
        .isEqualTo(400);
  }

  @Test
  void statusPageShowsOpenIncidentsToTheAdminFirst() {
    write(failing(), storeFails());
    var page = served.get("/status/admin", "Authorization", TOKEN).body();
    assertThat(page)
        .contains("Open incidents")
        .contains("it answered 500 &amp; &lt;script&gt;")
        .contains("href=\"/status/sources/sea\"")
        .doesNotContain("The store does not work");
    assertThat(page.indexOf("Open incidents")).isLessThan(page.indexOf("<h2 id=\"load\""));
    assertThat(served.get("/status").body()).doesNotContain("Open incidents");
  }
}
