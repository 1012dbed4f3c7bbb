package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a key, the server answers as if keyed feeds did not exist. Two servers run, one with such
 * feeds and one without, and must answer the same to all requests, whatever the keyed feeds
 * publish, repeat or withdraw.
 */
class WithoutKeyTest {
  private static final String OPEN =
      """
      title: Planet
      public-url: https://planet.example
      keys: { alice: alice-key-0001 }
      rules: [{ when: { title: Rust }, tag: rust }, { when: { title: advert }, drop: true }]
      streams: { jvm: { tags: "java,kotlin" } }
      feeds:
        - { url: https://open.example/, id: open, tags: [java, news] }
        - { url: https://other.example/, id: other, tags: [kotlin], categories: as-tags }
      """;
  private static final String SECRET =
      """
        - { url: https://a.example/, id: secret-a, tags: [java, hidden], access: key }
        - { url: https://b.example/, id: secret-b, tags: [kotlin], categories: as-tags, access: key }
      """;
  private static final String KEY = "key=alice-key-0001";

  /** Paths that are left out: a stream does not end, and metrics of the JVM always differ. */
  private static final List<String> OF_THEIR_OWN =
      List.of("GET /api/v1/events", "GET /api/v1/streams/{name}/events", "GET /metrics");

  @TempDir private Path folder;
  private Served with;
  private Served without;

  @BeforeEach
  void serve() throws IOException {
    with = new Served(Files.createDirectory(folder.resolve("with")), OPEN + SECRET);
    without = new Served(Files.createDirectory(folder.resolve("without")), OPEN);
    secret("secret-a", "before", 70, "https://story.example/1?utm_source=a", "One");
    for (int i = 0; i < 4; i++) {
      open("open", "o" + i, 60 - 10 * i, "https://story.example/" + i, "Rust " + i);
      secret("secret-b", "between" + i, 58 - 10 * i, "http://story.example/" + i + "#x", "Two");
      open("other", "p" + i, 55 - 10 * i, "http://www.story.example/" + i, "Other " + i);
      secret("secret-a", "after" + i, 5 + i, "https://m.story.example/" + i, "Three");
    }
    secret("secret-b", "alone", 1, "https://b.example/alone", "An advert of nobody");
    open("open", "alone", 33, "https://open.example/alone", "Alone");
    secret("secret-a", "withdrawn", 40, "https://a.example/w", "Withdrawn");
    with.withdraw("secret-a", "withdrawn", Served.NOON);
    open("open", "recalled", 41, "https://open.example/recalled", "Recalled");
    with.withdraw("open", "recalled", Served.NOON);
    without.withdraw("open", "recalled", Served.NOON);
  }

  @AfterEach
  void close() {
    with.close();
    without.close();
  }

  private void open(String feed, String guid, int seconds, String link, String title) {
    arrive(List.of(with, without), feed, Entry.builder(guid).link(link).title(title), seconds);
  }

  private void secret(String feed, String guid, int seconds, String link, String title) {
    arrive(List.of(with), feed, Entry.builder(guid).link(link).title(title), seconds);
  }

  private static void arrive(List<Served> servers, String feed, Entry.Builder entry, int seconds) {
    var built =
        entry
            .authors(
                List.of(new Person(Optional.of("Ann " + feed), Optional.empty(), Optional.empty())))
            .categories(List.of(Category.of("release"), Category.of("of " + feed)))
            .published(Served.NOON.minusSeconds(seconds))
            .build();
    servers.forEach(server -> server.arrive(feed, built));
  }

  /** Returns every path with GET, with existing names filled in. */
  private List<String> paths() {
    var paths = new ArrayList<String>();
    for (var route : with.routes()) {
      if (route.startsWith("GET ") && !OF_THEIR_OWN.contains(route)) {
        paths.addAll(filled(route.substring("GET ".length())));
      }
    }
    return paths;
  }

  private static List<String> filled(String path) {
    if (path.matches(".*\\{(tags|name|id)}$")) {
      var stem = path.replaceAll("\\{.*", "");
      var filled = new ArrayList<String>();
      for (var name : List.of("java", "hidden", "rust,release", "jvm", "open", "secret-a")) {
        for (var extension : List.of("", ".atom", ".rss", ".json")) {
          filled.add(stem + name + extension);
        }
      }
      return filled;
    }
    return List.of(path.replace("{name}", "jvm").replace("{id}", "secret-a"));
  }

  private static String query(Random random) {
    var some =
        List.of(
            "tag=java,hidden",
            "tag=-news",
            "tag=rust",
            "category=release",
            "category=of-secret-a,of-open",
            "category=-of-other",
            "source=-open",
            "source=secret-a,other",
            "q=two",
            "q=rust+-three",
            "author=ann-secret-a,ann-open",
            "lang=en",
            "since=2026-03-01T11:59:10Z",
            "until=2026-03-01T11:59:40Z",
            "limit=3",
            "per-feed=1",
            "merge=none",
            "content=none");
    var parts = new TreeMap<String, String>();
    for (int n = random.nextInt(4); n > 0; n--) {
      var part = some.get(random.nextInt(some.size()));
      parts.put(part.replaceFirst("=.*", ""), part);
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts.values());
  }

  /** Returns an answer without its date. */
  private static String said(HttpResponse<String> answer) {
    return answer.statusCode() + "\n" + headers(answer.headers()) + "\n" + answer.body();
  }

  private static Map<String, List<String>> headers(HttpHeaders headers) {
    var all = new TreeMap<>(headers.map());
    all.remove("date");
    return all;
  }

  private void expectTheSame(String path, String... headers) {
    assertThat(said(with.get(path, headers))).as(path).isEqualTo(said(without.get(path, headers)));
  }

  /** Otherwise, the other tests would prove little. */
  @Test
  void withAKeyStoriesJoinPublicAndKeyedEntries() {
    assertThat(with.get("/feed.atom?" + KEY).body())
        .contains("rel=\"via\" title=\"Feed secret-a\"", "rel=\"via\" title=\"Feed other\"");
  }

  @Test
  void everyPathAnswersTheSameForRandomQueries() {
    var random = new Random(3);
    for (var path : paths()) {
      expectTheSame(path, "Accept", "text/html");
      for (int i = 0; i < 3; i++) {
        expectTheSame(path + query(random), "Accept", "*/*");
      }
    }
  }

  @Test
  void allPagesOfTheHistoryAreTheSame() {
    var next = "/feed.json?limit=2";
    int pages = 0;
    while (!next.isEmpty()) {
      expectTheSame(next);
      var found =
          java.util.regex.Pattern.compile("\"next_url\":\"https://planet.example([^\"]*)\"")
              .matcher(with.get(next).body());
      next = found.find() ? found.group(1) : "";
      pages++;
    }
    assertThat(pages).isEqualTo(3);
  }

  /** Requests with a key leave no page, tag or cursor for clients without one. */
  @Test
  void pagesTagsAndCursorsFromAKeyAreUselessWithoutIt() {
    var keyed = with.get("/feed.json?limit=3&" + KEY);
    var tag = keyed.headers().firstValue("ETag").orElseThrow();
    var cursor = keyed.body().replaceFirst("(?s).*[?&]before=([^&\"]*).*", "$1");

    expectTheSame("/feed.json?limit=3");
    expectTheSame("/feed.json?limit=3", "If-None-Match", tag);
    expectTheSame("/feed.json?limit=3", "If-None-Match", tag, "A-IM", "feed");
    expectTheSame("/feed.json?limit=3&before=" + cursor);
  }

  @Test
  void updatesOfKeyedFeedsChangeNoPublicPageOrTag() {
    var tag = with.get("/feed.atom").headers().firstValue("ETag").orElseThrow();

    secret("secret-a", "late", 0, "https://story.example/0", "Late");
    secret("secret-b", "between1", 48, "http://story.example/2", "Two, edited");
    with.withdraw("secret-a", "after2", Served.NOON);

    assertThat(with.get("/feed.atom", "If-None-Match", tag).statusCode()).isEqualTo(304);
    expectTheSame("/feed.atom");
    expectTheSame("/api/v1/entries");
  }

  /** Returns the first event after an action. */
  private static String heard(Served server, Runnable happening) throws IOException {
    try (var listener = new Listener(server, "/api/v1/events")) {
      happening.run();
      return listener.next("event:") + listener.next("data:");
    }
  }

  @Test
  void listenersWithoutAKeyGetOnlyPublicEvents() throws IOException {
    var open = Entry.builder("entry").link("https://story.example/3").title("Entry");
    var beside =
        heard(
            with,
            () -> {
              secret("secret-a", "entry-a", 3, "https://story.example/3", "Entry");
              with.withdraw("secret-b", "between3", Served.NOON);
              arrive(List.of(with), "open", open, 2);
            });
    var alone = heard(without, () -> arrive(List.of(without), "open", open, 2));

    assertThat(beside).isEqualTo(alone).contains("\"guid\":\"entry\"");
  }

  @Test
  void metricsCountOnlyPublicFeeds() {
    for (var figure :
        List.of("feedloom_arrivals_total", "feedloom_entries", "feedloom_feeds{status=\"new\"}")) {
      assertThat(figure(with, figure)).as(figure).isEqualTo(figure(without, figure));
    }
  }

  /** The size of the store and the polls under way count all feeds. */
  @Test
  void figuresForAllFeedsNeedAKey() {
    for (var server : List.of(with, without)) {
      assertThat(server.get("/status").body())
          .contains(">Entries<")
          .doesNotContain(">Store<", ">Under way<");
      assertThat(server.get("/status?" + KEY).body()).contains(">Store<", ">Under way<");
      assertThat(server.get("/status/admin", "Authorization", "Bearer letmein").body())
          .contains(">Store<", ">Under way<");
    }
  }

  /** Returns the metrics without those of the JVM, which always differ. */
  private static String figures(Served server, String query) {
    return server
        .get("/metrics" + query)
        .body()
        .lines()
        .filter(line -> line.startsWith("feedloom_"))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  @Test
  void metricsDoNotCountRequestsWithAKey() {
    for (int i = 0; i < 3; i++) {
      for (var path : List.of("/feed.atom", "/tags/java.json", "/nowhere", "/status")) {
        with.get(path);
        without.get(path);
        with.get(path + "?" + KEY);
        with.get("/sources/secret-a.atom?" + KEY);
      }
    }

    assertThat(figures(with, "")).isEqualTo(figures(without, ""));
    assertThat(figures(with, "?" + KEY)).isNotEqualTo(figures(with, ""));
  }

  @Test
  void statusPageIsTheSameForAllFilters() {
    for (var query :
        List.of("?state=new", "?state=failing", "?q=secret", "?q=example", "?sort=-entries")) {
      expectTheSame("/status" + query, "Accept", "text/html");
      expectTheSame("/status" + query, "Accept", "application/json");
    }
  }

  @Test
  void faultsOfKeyedFeedsAreShownLikeOthers() {
    var fault = new Fault("feeds.yml", 3, 5, "the message", "its excerpt");
    for (Reloaded outcome :
        List.of(
            new Reloaded.Faulty(List.of(fault)),
            new Reloaded.InForce(List.of(fault), List.of()),
            new Reloaded.Waiting("jdbc:h2:./secret"),
            new Reloaded.Failed("IllegalStateException at Secret"))) {
      with.reloaded(outcome);
      without.reloaded(outcome);
      for (var path : List.of("/status", "/health/ready", "/health/live", "/")) {
        expectTheSame(path, "Accept", "text/html");
      }
      assertThat(with.get("/status").body())
          .doesNotContain("the message", "its excerpt", "jdbc:h2", "IllegalState");
    }
  }

  private static String figure(Served server, String name) {
    return server
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow();
  }
}
