package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A story of several feeds in merged feeds. */
class StoriesTest {
  @TempDir Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, StoryFeeds.FEEDS);
    arrive("a", 3, "https://example.org/p?utm_source=a");
    arrive("b", 2, "http://example.org/p");
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String feed, int seconds, String link) {
    StoryFeeds.publish(served, feed, seconds, link);
  }

  private String body(String path) {
    return served.get(path).body();
  }

  @Test
  void everyFormatShowsAStoryOnceWithAllItsSources() {
    assertThat(body("/feed.atom"))
        .contains("Report of a")
        .contains("rel=\"via\" title=\"Feed b\" href=\"http://example.org/p\"")
        .doesNotContain("Report of b");
    assertThat(body("/feed.rss"))
        .contains("Report of a", "rel=\"via\" title=\"Feed b\"")
        .doesNotContain("Report of b");
    assertThat(body("/feed.json"))
        .contains("Report of a", "\"sources\":[{\"id\":\"b\",\"title\":\"Feed b\"")
        .doesNotContain("Report of b");
    assertThat(body("/api/v1/entries"))
        .contains("\"alsoIn\"", "it has the same link as an earlier entry");
  }

  @Test
  void withoutMergingEachEntryIsShown() {
    assertThat(body("/feed.atom?merge=none"))
        .contains("Report of a", "Report of b")
        .doesNotContain("rel=\"via\"");
    assertThat(served.get("/feed.atom?merge=some").statusCode()).isEqualTo(400);
  }

  @Test
  void storyDoesNotNameFeedsOutsideTheSelection() {
    arrive("c", 1, "https://example.org/p");

    assertThat(body("/tags/news.atom")).contains("Feed b").doesNotContain("Feed c", "by c");
    assertThat(body("/tags/other.atom")).contains("Report of c").doesNotContain("rel=\"via\"");
  }

  @Test
  void storyNamesKeyedFeedsOnlyToReadersWithAKey() {
    assertThat(body("/feed.json")).doesNotContain("Feed d");

    arrive("d", 4, "https://example.org/p");

    assertThat(body("/feed.json")).contains("Report of a").doesNotContain("Feed d", "by d");
    assertThat(body("/api/v1/entries")).doesNotContain("Feed d", "by d");
    assertThat(body("/feed.json?key=sesame-open-long-key"))
        .contains("Report of d", "Feed a", "Feed b")
        .doesNotContain("Report of a");
  }

  private void arrive(String feed, int seconds, String title, String link) {
    served.arrive(
        feed,
        Entry.builder("bridge-" + feed)
            .title(title)
            .link(link)
            .content("<p>On Tuesday the river rose over the old bridge and flooded the town</p>")
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }

  /** Otherwise, clients without a key could infer that an entry joins the two. */
  @Test
  void keyedFeedJoinsNoPublicEntries() {
    arrive("a", 9, "Water everywhere in the town", "https://example.org/river");
    arrive("d", 8, "River floods the old bridge", "https://example.org/river");
    arrive("b", 7, "River floods the old bridge!", "https://b.example/river");

    assertThat(body("/feed.json?q=river"))
        .contains("bridge-a", "bridge-b")
        .doesNotContain("\"sources\"");
    assertThat(body("/feed.json?q=river&key=sesame-open-long-key"))
        .contains("bridge-a", "Feed d", "bridge-b")
        .doesNotContain("bridge-d");
  }

  @Test
  void publicEntriesJoinAStoryThatAKeyedFeedPublishedFirst() {
    arrive("d", 9, "River floods the old bridge", "https://d.example/river");
    arrive("a", 8, "River floods the old bridge!", "https://a.example/river");
    arrive("b", 7, "River floods the old bridge", "https://b.example/river");

    assertThat(body("/feed.json?q=river"))
        .contains("bridge-a", "Feed b")
        .doesNotContain("Feed d", "bridge-b");
    assertThat(body("/feed.json?q=river&key=sesame-open-long-key"))
        .contains("bridge-d", "Feed a", "Feed b");
  }

  @Test
  void pageIsRenewedWhenAnotherFeedPublishesItsStory() {
    assertThat(body("/tags/news,other.atom")).doesNotContain("Feed c");

    arrive("c", 1, "https://example.org/p");

    assertThat(body("/tags/news,other.atom")).contains("title=\"Feed c\"").doesNotContain("by c");
  }
}
