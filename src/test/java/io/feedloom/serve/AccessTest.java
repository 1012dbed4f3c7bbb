package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries behind a key are visible only to clients with a key. */
class AccessTest {
  /** Appears in all texts of feeds that need a key. */
  private static final String MARKER = "zyxmarker";

  private static final String FEEDS =
      """
      title: Planet
      feeds:
        - { url: https://open.example/, id: open, tags: [Java, news] }
        - { url: https://other.example/, id: other, tags: [Kotlin], categories: as-tags }
        - { url: https://zyxmarker.example/, id: zyxmarker-one, title: The zyxmarker times,
            tags: [java, ZyxMarker-tag], access: key }
        - { url: https://more.example/zyxmarker, id: zyxmarker-two, tags: [kotlin],
            categories: as-tags, access: key }
      streams:
        jvm: { title: The JVM, tags: "java,kotlin" }
        one: { source: zyxmarker-one, title: One }
        two: { tags: "java,ZyxMarker-tag", source: "-zyxmarker-two", title: Two }
      """;
  private static final String KEYS = "keys: { alice: alice-key-0001, bob: bobs-key-00002 }\n";
  private static final String ALICE = "key=alice-key-0001";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void start() {
    served = new Served(folder, FEEDS + KEYS);
    for (int i = 0; i < 8; i++) {
      served.arrive("open", "Open " + i, 10 * i, "release");
      served.arrive("other", "Other " + i, 10 * i + 1, "jobs");
      secret("zyxmarker-one", i);
      secret("zyxmarker-two", i);
    }
  }

  private void secret(String feed, int i) {
    served.arrive(
        feed,
        Entry.builder("urn:zyxmarker:" + feed + i)
            .title("A zyxmarker title " + i)
            .link("https://more.example/zyxmarker/" + i)
            .content("<p>Some zyxmarker content</p>")
            .summary("A zyxmarker summary")
            .authors(
                List.of(
                    new Person(
                        Optional.of("Zyxmarker Author"), Optional.empty(), Optional.empty())))
            .categories(List.of(Category.of("release"), Category.of("zyxmarker category")))
            .published(Served.NOON.minusSeconds(10L * i + 2))
            .build());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static boolean reveals(HttpResponse<String> answer) {
    return (answer.body() + answer.headers().map()).toLowerCase(Locale.ROOT).contains(MARKER);
  }

  /** Returns every path of the server, without a query. */
  private static List<String> paths() {
    var paths =
        new ArrayList<>(
            List.of(
                "/",
                "/opml",
                "/feed",
                "/status",
                "/search",
                "/metrics",
                "/openapi.json",
                "/health/live",
                "/health/ready",
                "/api/v1/feeds",
                "/api/v1/entries",
                "/api/v1/tags",
                "/api/v1/streams/one/entries",
                "/api/v1/feeds/open"));
    for (var name :
        List.of("feed", "tags/java", "tags/kotlin", "streams/jvm", "streams/one", "streams/two")) {
      for (var extension : List.of("", ".atom", ".rss", ".json")) {
        paths.add("/" + name + extension);
      }
    }
    paths.addAll(List.of("/tags/release,jobs.atom", "/sources/open.json", "/sources/other"));
    return paths;
  }

  /** Returns paths that name something that must stay unknown. */
  private static List<String> secretPaths() {
    return List.of(
        "/sources/zyxmarker-one.atom",
        "/sources/zyxmarker-two",
        "/api/v1/feeds/zyxmarker-one",
        "/tags/zyxmarker-tag.json",
        "/feed.atom?source=zyxmarker-one",
        "/feed.rss?category=zyxmarker-category",
        "/api/v1/entries?source=zyxmarker-two,open",
        "/opml?tag=zyxmarker-tag");
  }

  private static String name(String parameter) {
    return parameter.replaceFirst("=.*", "");
  }

  private static String query(Random random) {
    var parts = new ArrayList<String>();
    var some =
        List.of(
            "tag=java,kotlin",
            "tag=-news",
            "tag=release",
            "category=release",
            "category=-jobs",
            "source=-open",
            "since=2026-03-01T11:58:59Z",
            "until=2026-03-01T11:59:58Z",
            "limit=3",
            "limit=500");
    for (int n = random.nextInt(4); n > 0; n--) {
      var part = some.get(random.nextInt(some.size()));
      if (parts.stream().noneMatch(p -> name(p).equals(name(part)))) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  @Test
  void withoutAKeyNoAnswerContainsSecretEntries() {
    var random = new Random(5);
    for (var path : paths()) {
      for (int i = 0; i < 4; i++) {
        var asked = path + query(random);
        for (var accept : List.of("text/html", "application/json;q=0.9, */*;q=0.1")) {
          assertThat(reveals(served.get(asked, "Accept", accept)))
              .as(asked + " " + accept)
              .isFalse();
        }
      }
    }
  }

  @Test
  void withoutAKeyPagingFindsNoSecretEntries() {
    var next = "/api/v1/entries?limit=3";
    int pages = 0;
    while (!next.isEmpty()) {
      var answer = served.get(next).body();
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain(MARKER);
      var found = java.util.regex.Pattern.compile("\"next\":\"([^\"]*)\"").matcher(answer);
      next = found.find() ? found.group(1).replace(served.base(), "") : "";
      pages++;
    }
    assertThat(pages).isEqualTo(6);
  }

  @Test
  void withoutAKeySecretSourcesAndStreamsAreUnknown() {
    var unknown = served.get("/sources/nobody.atom");
    var secret = served.get("/sources/zyxmarker-one.atom");

    assertThat(secret.statusCode()).isEqualTo(404);
    assertThat(secret.body().replace("zyxmarker-one", "nobody")).isEqualTo(unknown.body());
    assertThat(served.get("/api/v1/feeds/zyxmarker-one").body())
        .isEqualTo(served.get("/api/v1/feeds/nobody").body());
    for (var path : secretPaths()) {
      var body = served.get(path).body();
      assertThat(body).as(path).doesNotContain("zyxmarker title", "zyxmarker content", "ZyxMarker");
      assertThat(body).as(path).doesNotContain("zyxmarker times", "Zyxmarker");
    }
  }

  @Test
  void withoutAKeyTagsAndFeedsAreCountedWithoutSecretOnes() {
    assertThat(served.get("/api/v1/tags").body())
        .contains("\"tag\":\"java\",\"label\":\"Java\",\"feeds\":1,\"entries\":8");
    assertThat(served.get("/api/v1/tags?" + ALICE).body())
        .contains("\"tag\":\"java\",\"label\":\"Java\",\"feeds\":2,\"entries\":16");
    assertThat(served.get("/", "Accept", "text/html").body()).contains("2 sources");
    assertThat(served.get("/?" + ALICE, "Accept", "text/html").body()).contains("4 sources");
  }

  private static String basic(String password) {
    return basicOf("anyone:" + password);
  }

  private static String basicOf(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keyIsAcceptedInTheQueryAsBearerAndAsPassword() {
    for (var path : paths()) {
      if (path.matches(
          "/(feed|tags/java|streams/.*)\\.(atom|rss|json)|/opml|/api/v1/(feeds|tags)")) {
        assertThat(reveals(served.get(path + "?" + ALICE))).as(path).isTrue();
        assertThat(reveals(served.get(path, "Authorization", "Bearer bobs-key-00002"))).isTrue();
        assertThat(reveals(served.get(path, "Authorization", basic("alice-key-0001")))).isTrue();
      }
    }
    assertThat(served.get("/sources/zyxmarker-one.atom?" + ALICE).statusCode()).isEqualTo(200);
  }

  @Test
  void wrongKeyIsRefusedOnEveryPath() {
    for (var path : paths()) {
      assertThat(served.get(path + "?key=alice-key-0002").statusCode()).as(path).isEqualTo(401);
      var answer = served.get(path, "Authorization", "Bearer nonsense");
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(served.get("/feed.atom?key=").statusCode()).isEqualTo(401);
    assertThat(served.get("/feed.atom?key=letmein").statusCode()).isEqualTo(401);
    assertThat(served.get("/feed.atom?" + ALICE + "&key=x").statusCode()).isEqualTo(401);
    assertThat(served.get("/feed.atom", "Authorization", basicOf("alice:letme")).statusCode())
        .isEqualTo(401);
    assertThat(served.get("/feed.atom", "Authorization", basicOf(":letme")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void basicUserWithoutAKeySeesPublicEntries() {
    for (var path : paths()) {
      var answer = served.get(path, "Authorization", basicOf("visitor:password-of-a-proxy"));

      assertThat(answer.statusCode()).as(path).isEqualTo(served.get(path).statusCode());
      assertThat(reveals(answer)).as(path).isFalse();
    }
  }

  @Test
  void answersToAKeyArePrivateAndCachedApartFromPublicOnes() {
    var open = served.get("/feed.atom");
    var keyed = served.get("/feed.atom", "Authorization", "Bearer bobs-key-00002");

    assertThat(open.headers().firstValue("Cache-Control").orElse("")).startsWith("public");
    assertThat(keyed.headers().firstValue("Cache-Control").orElse("")).startsWith("private");
    assertThat(List.of(open, keyed))
        .allSatisfy(
            answer ->
                assertThat(answer.headers().firstValue("Vary").orElse(""))
                    .contains("Authorization"));
    assertThat(reveals(keyed)).isTrue();
    assertThat(reveals(served.get("/feed.atom"))).isFalse();
    assertThat(keyed.headers().firstValue("ETag")).isNotEqualTo(open.headers().firstValue("ETag"));
  }

  @Test
  void linksContainTheKeyOnlyIfItWasInTheQuery() {
    var asked = served.get("/feed.atom?limit=3&" + ALICE).body();
    var byHeader =
        served.get("/feed.atom?limit=3", "Authorization", basic("alice-key-0001")).body();

    assertThat(asked)
        .contains("<id>" + served.identity() + "/feed?limit=3</id>")
        .containsPattern("rel=\"next\"[^>]*before=[^\"]*&amp;key=alice-key-0001")
        .containsPattern("rel=\"self\"[^>]*limit=3&amp;key=alice-key-0001");
    assertThat(byHeader).contains("rel=\"next\"").doesNotContain("alice-key");
    assertThat(served.get("/feed.atom?limit=3").body()).doesNotContain("alice-key");
  }

  @Test
  void arrivalInAKeyedFeedDropsOnlyPagesForKeys() {
    var open = served.get("/feed.atom");
    assertThat(served.get("/feed.json?" + ALICE).body()).doesNotContain("zyxmarker title 99");

    secret("zyxmarker-one", 99);

    assertThat(served.get("/feed.json?limit=100&" + ALICE).body()).contains("zyxmarker title 99");
    var again =
        served.get("/feed.atom", "If-None-Match", open.headers().firstValue("ETag").orElseThrow());
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void keyRemovedFromTheFileIsRevokedAtOnce() {
    assertThat(reveals(served.get("/feed.atom?" + ALICE))).isTrue();

    served.reload(FEEDS + "keys: { bob: bobs-key-00002 }");

    assertThat(served.get("/feed.atom?" + ALICE).statusCode()).isEqualTo(401);
    assertThat(reveals(served.get("/feed.atom?key=bobs-key-00002"))).isTrue();
  }

  @Test
  void feedDisappearsWhileItNeedsAKey() {
    served.reload(FEEDS.replace(", access: key", "") + KEYS);
    assertThat(reveals(served.get("/feed.atom"))).isTrue();

    served.reload(FEEDS + KEYS);

    assertThat(reveals(served.get("/feed.atom"))).isFalse();
    assertThat(reveals(served.get("/feed.atom?" + ALICE))).isTrue();
  }

  @Test
  void withoutKeysInTheFileAuthorizationIsIgnored() {
    served.reload(FEEDS);

    var answer = served.get("/feed.atom", "Authorization", basic("of-the-proxy"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(reveals(answer)).isFalse();
    assertThat(served.get("/feed.atom?" + ALICE).statusCode()).isEqualTo(401);
  }
}
