package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser is sent. */
class PagesTest {
  private static final String FEEDS =
      """
      keys: { alice: sesame-open-long-key }
      feeds:
        - { url: https://a.example/feed, id: a, tags: news }
        - { url: https://b.example/feed, id: b, tags: news }
        - { url: https://c.example/feed, id: c, tags: other }
        - { url: https://d.example/feed, id: d, tags: news, access: key }
      """;

  @TempDir Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    arrive("a", 3, "https://example.org/p?utm_source=a");
    arrive("b", 2, "http://example.org/p");
    arrive("c", 1, "https://example.org/p#top");
    arrive("d", 0, "https://example.org/p?utm_source=d");
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String feed, int seconds, String link) {
    served.arrive(
        feed,
        Entry.builder("guid-" + feed)
            .title("Told by " + feed)
            .link(link)
            .content("<p>Text</p>")
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }

  private String page(String path) {
    return served.get(path, "Accept", "text/html").body();
  }

  @Test
  void theRiverNamesAndLinksAllThatTellAStory() {
    assertThat(page("/"))
        .contains("Told by a", "Also told by")
        .contains("<a href=\"http://example.org/p\" title=\"its link leads where that of an")
        .contains("<bdi>Feed b</bdi></a>, <a href=\"https://example.org/p#top\"")
        .doesNotContain("Told by b", "Told by c", "Feed d");
    assertThat(page("/tags/news")).contains("<bdi>Feed b</bdi>").doesNotContain("Feed c");
    assertThat(page("/?merge=none")).contains("Told by b").doesNotContain("Also told by");
  }

  @Test
  void thePageOfASourceNamesThemThoughItShowsThatSourceAlone() {
    assertThat(page("/sources/c"))
        .contains("Told by c", "Also told by", "<bdi>Feed a</bdi></a>, ", "<bdi>Feed b</bdi>")
        .contains("title=\"it was here first, and the others joined it\"")
        .doesNotContain("Told by a", "Feed d");
    assertThat(page("/sources/c?key=sesame-open-long-key")).contains("<bdi>Feed d</bdi>");
    assertThat(page("/sources/c?merge=none")).doesNotContain("Also told by");
  }
}
