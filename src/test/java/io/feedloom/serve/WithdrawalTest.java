package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.render.FeedRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that their publishers withdrew (RFC 6721). */
class WithdrawalTest {
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: b, url: "https://b.example/", tags: [news] }
        - { id: secret, url: "https://secret.example/", tags: [java], access: key }
      keys: { alice: alice-key-0001 }
      """;

  private static final Instant WHEN = Served.NOON.minusSeconds(5);

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    for (int i = 0; i < 5; i++) {
      arrive("a", "a" + i, i);
      arrive("secret", "s" + i, i);
    }
    arrive("b", "b0", 9);
  }

  private void arrive(String feed, String name, int second) {
    served.arrive(
        feed,
        Entry.builder("urn:example:" + name)
            .title("Title of " + name)
            .link("https://" + feed + ".example/" + name)
            .categories(List.of(Category.of(name.endsWith("1") ? "odd" : "even")))
            .published(Served.NOON.minusSeconds(1_000 + second))
            .build());
  }

  @AfterEach
  void close() {
    served.close();
  }

  private String body(String path) {
    return served.get(path).body();
  }

  private static String tombstone(String name) {
    return "<at:deleted-entry ref=\"urn:example:" + name + "\" when=\"2026-03-01T11:59:55Z\"";
  }

  @Test
  void withdrawnEntryLeavesAllDocumentsAndAtomNamesIt() {
    for (var type : List.of("atom", "rss", "json")) {
      assertThat(body("/feed." + type)).contains("urn:example:a1");
    }
    served.withdraw("a", "urn:example:a1", WHEN);

    for (var path : List.of("/feed.atom", "/tags/java.atom", "/sources/a.atom", "/feed.atom?q=x")) {
      var atom = body(path);
      assertThat(atom).as(path).contains(tombstone("a1")).doesNotContain("Title of a1");
      assertThat(FeedRules.ofAtom(atom.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
    for (var path : List.of("/feed.rss", "/feed.json", "/", "/api/v1/entries")) {
      assertThat(body(path)).as(path).doesNotContain("example:a1", "Title of a1");
    }
  }

  @Test
  void onlyMergedFeedsThatContainedAWithdrawnEntryNameIt() {
    served.withdraw("a", "urn:example:a1", WHEN);

    assertThat(body("/feed.atom?category=odd")).contains(tombstone("a1"));
    for (var path :
        List.of(
            "/tags/news.atom",
            "/sources/b.atom",
            "/feed.atom?category=even",
            "/feed.atom?category=-odd",
            "/feed.atom?until=2026-03-01T11:00:00Z")) {
      assertThat(body(path)).as(path).doesNotContain("deleted-entry");
    }
  }

  @Test
  void onlyTheFirstPageNamesAWithdrawnEntry() {
    var first = body("/feed.atom?limit=2");
    var next =
        first.replaceAll("(?s).*rel=\"next\"[^>]*href=\"([^\"]*)\".*", "$1").replace("&amp;", "&");
    assertThat(body(next)).doesNotContain("deleted-entry");
    assertThat(first).doesNotContain("example:a4");

    served.withdraw("a", "urn:example:a4", WHEN);

    assertThat(body("/feed.atom?limit=2")).contains(tombstone("a4"));
    assertThat(body(next)).doesNotContain("deleted-entry");
  }

  @Test
  void conditionalRequestGetsTheWithdrawal() {
    var before = served.get("/sources/a.rss");
    served.withdraw("a", "urn:example:a1", WHEN);

    var unchanged =
        served.get(
            "/sources/a.rss",
            "If-Modified-Since",
            before.headers().firstValue("Last-Modified").orElseThrow());
    assertThat(unchanged.statusCode()).isEqualTo(200);
    assertThat(body("/sources/a.atom"))
        .contains("<updated>" + Served.NOON.plusSeconds(60) + "</updated>");
  }

  @Test
  void deltaRequestGetsOnlyTheTombstone() {
    var etag = served.get("/sources/a.atom").headers().firstValue("ETag").orElseThrow();
    served.withdraw("a", "urn:example:a1", WHEN);

    var delta = served.get("/sources/a.atom?delta=1", "If-None-Match", etag);

    assertThat(delta.statusCode()).isEqualTo(226);
    assertThat(delta.body()).contains(tombstone("a1")).doesNotContain("<entry>");
  }

  @Test
  void withdrawnEntryOfAKeyedFeedIsNamedOnlyToReadersWithAKey() {
    served.withdraw("secret", "urn:example:s1", WHEN);

    assertThat(body("/tags/java.atom?key=alice-key-0001")).contains(tombstone("s1"));
    for (var path : List.of("/feed.atom", "/tags/java.atom", "/feed.atom?category=odd")) {
      assertThat(body(path)).as(path).doesNotContain("example:s1", "deleted-entry");
    }
  }

  @Test
  void ofTwoEntriesWithOneGuidOnlyTheWithdrawnOneIsNamed() {
    arrive("b", "a1", 10);
    var id = atomId(body("/sources/b.atom"), "Title of a1");
    assertThat(id).startsWith("urn:uuid:");

    served.withdraw("a", "urn:example:a1", WHEN);
    assertThat(body("/feed.atom"))
        .contains(tombstone("a1"), "<id>" + id + "</id>")
        .doesNotContain("<id>urn:example:a1</id>");

    served.withdraw("b", "urn:example:a1", WHEN);
    assertThat(body("/feed.atom"))
        .contains(tombstone("a1"), "<at:deleted-entry ref=\"" + id + "\"");
  }

  private static String atomId(String atom, String title) {
    return atom.replaceAll("(?s).*<id>([^<]*)</id><title>" + title + "</title>.*", "$1");
  }

  @Test
  void republishedEntryIsNoLongerNamedAsWithdrawn() {
    served.withdraw("a", "urn:example:a1", WHEN);
    served.arrive(
        "a",
        Entry.builder("urn:example:a1").title("Again").updated(Served.NOON.plusSeconds(9)).build());

    assertThat(body("/feed.atom")).doesNotContain("deleted-entry").contains("Again");
  }
}
