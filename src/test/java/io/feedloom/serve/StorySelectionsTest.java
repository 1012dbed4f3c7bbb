package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merged feeds of stories that several feeds report. */
class StorySelectionsTest {
  private static final String KEY = "key=sesame-open-long-key";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served =
        new Served(
            folder,
            StoryFeeds.FEEDS
                + """
                streams:
                  big: { min-sources: 3 }
                  best: { order: top, limit: 5 }
                  every: { merge: none }
                """);
    arrive("a", 30, "one");
    arrive("b", 20, "one");
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String feed, int seconds, String story) {
    served.arrive(
        feed,
        Entry.builder("urn:example:" + story + "-" + feed)
            .title("Report of " + feed)
            .link("https://example.org/" + story + "?utm_source=" + feed)
            .content("<p>Text</p>")
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }

  private String body(String path) {
    return served.get(path).body();
  }

  private HttpResponse<String> unchanged(String path, HttpResponse<String> before) {
    return served.get(path, "If-None-Match", before.headers().firstValue("ETag").orElseThrow());
  }

  @Test
  void storyAppearsInEveryFormatWhenTheLastSourceArrives() {
    var paths = List.of("/feed.atom", "/feed.rss", "/feed.json", "/api/v1/entries");
    var before = paths.stream().map(path -> served.get(path + "?min-sources=3")).toList();
    assertThat(before).allSatisfy(page -> assertThat(page.body()).doesNotContain("Report of"));

    arrive("c", 10, "one");

    for (int i = 0; i < paths.size(); i++) {
      var path = paths.get(i) + "?min-sources=3";
      assertThat(body(path)).contains("Report of c", "Feed a", "Feed b");
      if (!path.startsWith("/api")) {
        assertThat(unchanged(path, before.get(i)).statusCode()).isEqualTo(200);
      }
    }
    assertThat(body("/streams/big.atom")).contains("Report of c");
    assertThat(body("/?min-sources=3")).contains("Report of c");
  }

  @Test
  void sourceWithAKeyCountsOnlyForClientsWithTheKey() {
    arrive("d", 5, "one");

    assertThat(body("/feed.json?min-sources=3")).doesNotContain("Report of");
    assertThat(body("/feed.json?order=top&min-sources=3")).doesNotContain("Report of");
    assertThat(body("/feed.json?order=top")).contains("Report of a").doesNotContain("Feed d");
    assertThat(body("/feed.json?min-sources=3&" + KEY)).contains("Report of d");
    assertThat(body("/feed.json?order=top&" + KEY)).contains("Report of a", "Feed d");
  }

  @Test
  void conditionsNarrowWhatCounts() {
    arrive("c", 10, "one");

    assertThat(body("/tags/news.json?min-sources=2")).contains("Report of b");
    assertThat(body("/tags/news.json?min-sources=3")).doesNotContain("Report of");
    assertThat(body("/feed.json?min-sources=3&q=report")).contains("Report of c");
    assertThat(body("/feed.json?min-sources=2&q=c")).doesNotContain("Report of");
    assertThat(body("/feed.json?min-sources=2&source=-a")).contains("Report of c");
    assertThat(body("/feed.json?min-sources=3&source=-a")).doesNotContain("Report of");
  }

  @Test
  void rankingListsStoriesWithTheMostSourcesFirst() {
    arrive("a", 8, "two");
    arrive("b", 7, "two");
    arrive("c", 6, "two");
    arrive("c", 5, "alone");

    var top = body("/feed.json?order=top");
    assertThat(top).containsSubsequence("/two", "/one").doesNotContain("/alone");
    assertThat(body("/streams/best.json")).containsSubsequence("/two", "/one");
    assertThat(body("/feed.json?order=top&limit=1")).contains("/two").doesNotContain("/one");
    assertThat(body("/?order=top")).containsSubsequence("/two", "/one");
    assertThat(body("/feed.json?order=top&since=2026-03-01T12:00:01Z")).doesNotContain("Report of");
  }

  @Test
  void rankingHasOnePageAndAnAddressWithoutTimes() {
    arrive("a", 8, "two");
    arrive("b", 7, "two");

    var page = served.get("/feed.atom?order=top&limit=1");
    assertThat(page.body())
        .contains("order=top", "<title>Feedloom – top stories of the last 24 hours</title>")
        .doesNotContain("rel=\"next\"", "since=", "fh:complete");
    assertThat(body("/feed.atom?since=24h&order=top&limit=1")).isEqualTo(page.body());
    assertThat(body("/feed.atom?order=top&since=7d&limit=1"))
        .contains("limit=1&amp;order=top", "since=7d")
        .doesNotContain("since=2");
    assertThat(unchanged("/feed.atom?order=top&limit=1", page).statusCode()).isEqualTo(304);
  }

  @Test
  void pagesOfStoriesLinkToEachOther() {
    for (int i = 0; i < 5; i++) {
      arrive("a", 9, "p" + i);
      arrive("b", 9, "p" + i);
    }
    var first = served.get("/api/v1/entries?min-sources=2&limit=2").body();
    assertThat(first).contains("min-sources=2", "\"next\"");
    assertThat(body("/feed.atom?min-sources=2&limit=2"))
        .contains("limit=2&amp;min-sources=2")
        .containsPattern("rel=\"next\"[^>]*min-sources=2&amp;before=");
  }

  @Test
  void wrongValuesAreRefused() {
    for (var query :
        List.of(
            "min-sources=0",
            "min-sources=101",
            "min-sources=x",
            "min-sources=2&merge=none",
            "order=best",
            "order=top&merge=none",
            "order=top&before=AAABnKlFiAAAAAABAAAAAAAAAAHGm2L4",
            "source=a&min-sources=2")) {
      var answer = served.get("/feed.atom?" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body()).as(query).contains("allowed:");
    }
  }

  @Test
  void eventsSayWhichParameterTheyRefuseAndWhatToUse() {
    assertRefused("/api/v1/events?min-sources=2", "min-sources: ", "subscribe to this feed");
    assertRefused("/api/v1/events?order=top", "order=top: ", "poll /api/v1/entries");
    assertRefused("/api/v1/events?digest=day", "digest: ", "subscribe to this feed");
    assertRefused("/api/v1/streams/big/events", "min-sources: ", "leave out min-sources");
  }

  private void assertRefused(String path, String... words) {
    var answer = served.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void parametersNarrowStreams() {
    arrive("c", 10, "one");

    assertThat(body("/streams/big.json?min-sources=2")).contains("Report of c");
    assertThat(body("/streams/big.json?source=a")).doesNotContain("Report of");
    assertThat(body("/streams/every.json?min-sources=3")).contains("Report of c");
    assertThat(body("/streams/every.json?order=top")).contains("Report of a");
    arrive("c", 5, "alone");
    var cursor = body("/api/v1/entries?limit=1").split("\"before\":\"", -1)[1].substring(0, 32);
    assertThat(served.get("/streams/best.json?before=" + cursor).statusCode()).isEqualTo(400);
  }

  @Test
  void withdrawnEntriesDoNotCount() {
    arrive("c", 10, "one");
    assertThat(body("/feed.json?min-sources=3")).contains("Report of c");
    assertThat(body("/feed.json?order=top")).contains("Feed b");

    served.withdraw("b", "urn:example:one-b", Served.NOON);

    assertThat(body("/feed.json?min-sources=3")).doesNotContain("Report of");
    assertThat(body("/feed.json?min-sources=2")).contains("Report of c");
    assertThat(body("/feed.json?order=top")).contains("Report of a").doesNotContain("Feed b");
  }
}
