package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from outside: feeds.yml in, merged feeds by tag out. */
class RiverIT {
  private static final String ARTICLE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
           xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
        <channel>
          <title>Sputnik International</title>
          <link>http://sputnik.example/</link>
          <description>World news</description>
          <language>en_EN</language>
          <copyright>MIA „Rosiya Segodnya“</copyright>
          <item>
            <title>Tokyo Claims Russia-China Joint Patrolling in Asia-Pacific Aimed Against Japan</title>
            <link>http://sputnik.example/20211123/tokyo.html</link>
            <guid isPermaLink="true">http://sputnik.example/20211123/tokyo.html</guid>
            <pubDate>2021-11-23T17:44+0000</pubDate>
            <dcterms:modified>2021-11-23T17:45+0000</dcterms:modified>
            <description>The Ministry of Defenсe of Japan spoke of the joint patrols.</description>
            <category>news</category>
            <category>russia</category>
            <category>asia &amp; pacific</category>
            <category>japan</category>
            <category>china</category>
            <dc:language>en_EN</dc:language>
            <dc:publisher>Sputnik International</dc:publisher>
            <dc:rights>MIA „Rosiya Segodnya“</dc:rights>
            <media:content url="http://img.example/16x9.jpg" type="image/jpeg" width="1920" height="1080"/>
            <media:content url="http://img.example/4x3.jpg" type="image/jpeg" width="1920" height="1440"/>
            <media:content url="http://img.example/1x1.jpg" type="image/jpeg" width="1920" height="1920"/>
          </item>
        </channel>
      </rss>
      """;

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();

  @AfterEach
  void closePublisher() {
    publisher.close();
  }

  private Path config(String feeds) throws IOException {
    var file = folder.resolve("feeds.yml");
    Files.writeString(
        file,
        """
        title: Planet Example
        server: { admin-token: letmein }
        polling: { every: 1h, min: 1s, allow-addresses: [127.0.0.0/8] }
        feeds:
        """
            + feeds);
    return file;
  }

  private static String rss(String title, String... items) {
    return """
    <rss version="2.0"><channel><title>%s</title><link>http://x.example/</link><description/>
    %s</channel></rss>
    """
        .formatted(title, String.join("\n", items));
  }

  private static String item(String guid, String title, int minute) {
    return """
    <item><guid isPermaLink="false">%s</guid><title>%s</title><link>http://x.example/%s</link>
    <pubDate>Mon, 02 Nov 2026 10:%02d:00 GMT</pubDate><description>Text of %s</description></item>
    """
        .formatted(guid, title, title, minute, title);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void articleIsServedUnchanged() throws Exception {
    publisher.on("/sputnik", Answer.feed(ARTICLE));
    var config = config("  - { url: " + publisher.uri("/sputnik") + ", categories: as-tags }\n");
    try (var feedloom = RunningFeedloom.start(config)) {
      var path = "/tags/asia-pacific,japan.atom";
      feedloom.await("the article", () -> feedloom.get(path).body().contains("<entry"));
      var atom = feedloom.get(path).body();
      assertThat(atom)
          .contains(
              "Tokyo Claims Russia-China Joint Patrolling in Asia-Pacific Aimed Against Japan")
          .contains("<published>2021-11-23T17:44:00Z</published>")
          .contains("<updated>2021-11-23T17:45:00Z</updated>")
          .contains("Defenсe")
          .contains("MIA „Rosiya Segodnya“")
          .contains("Sputnik International")
          .contains("asia &amp; pacific")
          .contains("http://img.example/16x9.jpg")
          .contains("http://img.example/4x3.jpg")
          .contains("http://img.example/1x1.jpg")
          .contains("width=\"1920\"")
          .contains("height=\"1440\"")
          .contains("xml:lang=\"en-EN\"")
          .contains("<source>");
      assertThat(all("<category[^>]* term=\"([^\"]*)\"", atom))
          .contains("news", "russia", "asia &amp; pacific", "japan", "china");
      assertThat(feedloom.get("/tags/asia-pacific,japan.json").body()).contains("Defenсe");
      assertThat(feedloom.get("/tags/asia-pacific,japan.rss").body()).contains("Defenсe");
      assertThat(feedloom.get("/tags/peru.atom").body()).doesNotContain("<entry");
    }
  }

  @Test
  void tagsMergeNarrowAndExclude() throws Exception {
    publisher.on("/a", Answer.feed(rss("A", item("a1", "Alpha", 1), item("a2", "Apple", 4))));
    publisher.on("/b", Answer.feed(rss("B", item("b1", "Beta", 2))));
    publisher.on("/c", Answer.feed(rss("C", item("a1", "Gamma", 3))));
    var config =
        config(
            """
              - { url: %s, tags: [java], title: The A }
              - { url: %s, tags: [kotlin, news] }
              - { url: %s, tags: [java, sponsored] }
            """
                .formatted(publisher.uri("/a"), publisher.uri("/b"), publisher.uri("/c")));
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("all four", () -> titles(feedloom, "/feed.json").size() == 4);
      assertThat(titles(feedloom, "/feed.json")).containsExactly("Apple", "Gamma", "Beta", "Alpha");
      assertThat(titles(feedloom, "/tags/java,kotlin.json?tag=-sponsored"))
          .containsExactly("Apple", "Beta", "Alpha");
      assertThat(titles(feedloom, "/feed.json?tag=java,kotlin&tag=news")).containsExactly("Beta");
      assertThat(titles(feedloom, "/feed.json?limit=1")).containsExactly("Apple");
      assertThat(titles(feedloom, "/feed.json?since=2026-11-02T10:03:00Z"))
          .containsExactly("Apple", "Gamma");
      assertThat(titles(feedloom, "/feed.json?tag=-java,kotlin")).isEmpty();
      assertThat(pagesOfOne(feedloom)).containsExactly("Apple", "Gamma", "Beta", "Alpha");
    }
  }

  private static List<String> titles(RunningFeedloom feedloom, String path) {
    var body = feedloom.get(path).body();
    int items = body.indexOf("\"items\"");
    return items < 0
        ? List.of()
        : all("\"title\":\"(Al[a-z]+|Ap[a-z]+|Beta|Gamma|New)\"", body.substring(items));
  }

  private static List<String> pagesOfOne(RunningFeedloom feedloom) {
    var found = new ArrayList<String>();
    String path = "/feed.json?limit=1";
    while (path != null) {
      found.addAll(titles(feedloom, path));
      var next = all("\"next_url\":\"http://[^/]+([^\"]+)\"", feedloom.get(path).body());
      path = next.isEmpty() ? null : next.getFirst();
    }
    return found;
  }

  @Test
  void upToDateReaderGets304UntilSomethingArrives() throws Exception {
    var feed = new AtomicReference<>(rss("A", item("a1", "Alpha", 1)));
    publisher.on("/a", _ -> Answer.feed(feed.get()));
    publisher.on("/b", Answer.feed(rss("B", item("b1", "Beta", 2))));
    var config =
        config(
            "  - { id: a, url: %s, tags: [java] }\n  - { url: %s, tags: [news] }\n"
                .formatted(publisher.uri("/a"), publisher.uri("/b")));
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("both", () -> titles(feedloom, "/feed.json").size() == 2);
      for (String path : List.of("/tags/java.atom", "/tags/java.rss", "/tags/java.json")) {
        var first = feedloom.get(path);
        var etag = first.headers().firstValue("ETag").orElseThrow();
        var modified = first.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(feedloom.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(feedloom.get(path, "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        var zipped = feedloom.get(path, "Accept-Encoding", "gzip");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().firstValue("ETag"))
            .isNotEqualTo(first.headers().firstValue("ETag"));
      }
      var java = feedloom.get("/tags/java.atom").headers().firstValue("ETag").orElseThrow();
      var news = feedloom.get("/tags/news.atom").headers().firstValue("ETag").orElseThrow();

      feed.set(rss("A", item("a2", "New", 9), item("a1", "Alpha", 1)));
      var answer = feedloom.post("/api/v1/feeds/a/refresh", "Authorization", "Bearer letmein");
      assertThat(answer.statusCode()).isEqualTo(202);
      feedloom.await(
          "the new entry",
          () -> feedloom.get("/tags/java.atom", "If-None-Match", java).statusCode() == 200);
      assertThat(titles(feedloom, "/tags/java.json")).containsExactly("New", "Alpha");
      assertThat(feedloom.get("/tags/news.atom", "If-None-Match", news).statusCode())
          .isEqualTo(304);
    }
  }

  @Test
  void editOfFeedsYmlTakesEffectWithoutARestart() throws Exception {
    publisher.on("/a", Answer.feed(rss("A", item("a1", "Alpha", 1))));
    publisher.on("/b", Answer.feed(rss("B", item("b1", "Beta", 2))));
    var a = "  - { url: " + publisher.uri("/a") + ", tags: [java] }\n";
    var config = config(a);
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("the first", () -> titles(feedloom, "/feed.json").equals(List.of("Alpha")));

      config(a + "  - { url: " + publisher.uri("/b") + ", tags: [java] }\n");
      feedloom.await("the added feed", () -> titles(feedloom, "/tags/java.json").contains("Beta"));

      config("  - { url: " + publisher.uri("/a") + ", tags: [kotlin] }\n");
      feedloom.await(
          "the new tag on the old entry",
          () -> titles(feedloom, "/tags/kotlin.json").equals(List.of("Alpha")));
      assertThat(titles(feedloom, "/tags/java.json")).isEmpty();
      assertThat(titles(feedloom, "/feed.json")).containsExactly("Alpha");
      assertThat(publisher.requests("/a")).hasSize(1);

      Files.writeString(config, "feeds:\n  - url: nonsense\n    tgas: [x]\n");
      feedloom.await("the faults", () -> feedloom.get("/health/ready").body().contains("tgas"));
      assertThat(feedloom.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(titles(feedloom, "/tags/kotlin.json")).containsExactly("Alpha");

      config(a);
      feedloom.await(
          "the mended file", () -> titles(feedloom, "/tags/java.json").equals(List.of("Alpha")));
      assertThat(feedloom.get("/health/ready").body()).doesNotContain("tgas");
    }
  }

  @Test
  void wrongQuestionsGetClearAnswers() throws Exception {
    publisher.on("/a", Answer.feed(rss("A", item("a1", "Alpha", 1))));
    try (var feedloom =
        RunningFeedloom.start(config("  - { id: a, url: " + publisher.uri("/a") + " }\n"))) {
      var unknown = feedloom.get("/feed.atom?tga=java&limit=0");
      assertThat(unknown.statusCode()).isEqualTo(400);
      assertThat(unknown.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(unknown.body()).contains("\"tga\"").contains("\"limit\"").contains("500");
      assertThat(feedloom.get("/feed.atom?before=nonsense").statusCode()).isEqualTo(400);
      assertThat(feedloom.get("/tags/nobody-bears-this.atom").statusCode()).isEqualTo(200);
      assertThat(feedloom.get("/sources/unknown.atom").statusCode()).isEqualTo(404);
      assertThat(feedloom.get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(feedloom.get("/nowhere").body()).contains("/feed.atom");
      assertThat(feedloom.post("/api/v1/reload").statusCode()).isEqualTo(401);
      assertThat(feedloom.post("/api/v1/reload", "Authorization", "Bearer wrong").statusCode())
          .isEqualTo(401);
      assertThat(feedloom.post("/api/v1/reload", "Authorization", "Bearer letmein").statusCode())
          .isEqualTo(200);
      assertThat(feedloom.get("/api/v1/feeds").body()).contains("\"a\"").doesNotContain("letmein");
    }
  }

  @Test
  void secondProcessAndUsedPortAreRefusedWithAMessage() throws Exception {
    var config = config("  []\n");
    try (var feedloom = RunningFeedloom.start(config)) {
      var second = RunningFeedloom.run("serve", "--config", config.toString(), "--port", "0");
      assertThat(second.code()).isEqualTo(3);
      assertThat(second.output()).contains("another process").doesNotContain("\tat ");

      var elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("feeds.yml");
      Files.copy(config, elsewhere);
      int port = feedloom.uri("/").getPort();
      var taken =
          RunningFeedloom.run(
              "serve", "--config", elsewhere.toString(), "--port", String.valueOf(port));
      assertThat(taken.code()).isEqualTo(3);
      assertThat(taken.output()).contains(String.valueOf(port)).doesNotContain("\tat ");
    }
  }

  @Test
  void restartPollsNothingBeforeItIsDue() throws Exception {
    publisher.on("/a", Answer.feed(rss("A", item("a1", "Alpha", 1))));
    publisher.on("/b", Answer.feed(rss("B", item("b1", "Beta", 2))));
    var config =
        config(
            "  - { url: %s }\n  - { url: %s }\n"
                .formatted(publisher.uri("/a"), publisher.uri("/b")));
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("both", () -> titles(feedloom, "/feed.json").size() == 2);
    }
    long before = publisher.count();
    publisher.on("/new", Answer.feed(rss("Third", item("n1", "New", 5))));
    config(
        "  - { url: %s }\n  - { url: %s }\n  - { url: %s }\n"
            .formatted(publisher.uri("/a"), publisher.uri("/b"), publisher.uri("/new")));
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("the new feed", () -> titles(feedloom, "/feed.json").size() == 3);
      assertThat(publisher.count() - before).isEqualTo(1);
    }
  }
}
