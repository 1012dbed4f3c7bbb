package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what pages show. */
class PagesTest {
  @TempDir Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, StoryFeeds.FEEDS);
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
    StoryFeeds.publish(served, feed, seconds, link);
  }

  private String page(String path) {
    return served.get(path, "Accept", "text/html").body();
  }

  private String adminPage(String path) {
    return served.get(path, "Accept", "text/html", "Authorization", "Bearer letmein").body();
  }

  @Test
  void entryShowsTagsOfRulesAndAdoptedCategories() {
    served.reload(
        """
        feeds:
          - { url: https://a.example/feed, id: a, tags: news }
          - { url: https://e.example/feed, id: e, tags: [e], categories: as-tags }
        rules: [{ when: { title: Report }, tag: Reported twice }]
        """);
    served.judgeAgain();
    served.arrive("e", "E1", 9, "Ships & sails");

    assertThat(page("/sources/a"))
        .contains("<a href=\"/tags/news\" rel=\"tag\" dir=\"auto\">news</a>")
        .contains("<a href=\"/tags/reported-twice\" rel=\"tag\" dir=\"auto\">Reported twice</a>");
    assertThat(page("/sources/e"))
        .contains("<a href=\"/tags/ships-sails\" rel=\"tag\" dir=\"auto\">Ships &amp; sails</a>");
  }

  @Test
  void sourcePageExplainsToTheAdminWhyEntriesAreShown() {
    served.reload(
        """
        feeds:
          - { url: https://a.example/feed, id: a, tags: news }
          - { url: https://b.example/feed, id: b, tags: news, exclude: { title: "^x" } }
        rules:
          - { when: { title: "of [ab]" }, tag: Reported }
          - { when: { title: "^\\\\[ad]" }, drop: true }
        streams: { reports: { title: All reports, tags: [reported] }, rest: { tags: [-reported] } }
        """);
    served.judgeAgain();
    served.arrive("b", "[ad] Buy", 9);
    served.arrive("b", "x-ray", 8);
    served.arrive("b", "B1", 7);

    assertThat(served.get("/status/sources/b").statusCode()).isEqualTo(401);
    assertThat(served.get("/status/sources/c", "Authorization", "Bearer letmein").statusCode())
        .isEqualTo(404);
    assertThat(page("/sources/b")).contains("href=\"/status/sources/b\"").doesNotContain("[ad]");

    var explained = adminPage("/status/sources/b?q=report+of");
    assertThat(explained)
        .contains("Report of b", "<code>title \"of [ab]\" → tag Reported</code>")
        .contains("<bdi>Reported</bdi></a> <span class=\"quiet\">by a rule</span></dd>")
        .contains("<bdi>news</bdi></a> <span class=\"quiet\">of the feed</span>; ")
        .contains(
            "shown through the entry of <a href=\"/status/sources/a\"><bdi>Feed a</bdi></a>: it has"
                + " the same link")
        .contains("<a href=\"/streams/reports\"><bdi>All reports</bdi></a></dd>")
        .doesNotContain("B1", "[ad] Buy", "/streams/rest");
    assertThat(adminPage("/status/sources/a"))
        .contains("shown; also in <a href=\"/status/sources/b\"><bdi>Feed b</bdi></a> (it has");
    assertThat(adminPage("/status/sources/b"))
        .contains("[ad] Buy", "<dt>Dropped by</dt><dd><code>title \"^\\[ad]\" → drop</code>")
        .contains("x-ray", "<code>exclude title \"^x\" of the feed</code>")
        .contains("<a href=\"/streams/rest\"><bdi>rest</bdi></a></dd>")
        .contains("<dt>Drops</dt><dd><bdi>title \"^x\"</bdi></dd>");
    assertThat(adminPage("/status/sources/b?q=zebra")).contains("None of the newest 4 entries");
  }

  @Test
  void olderEntryThatArrivedLaterIsShownForTheStory() {
    served.arrive(
        "b",
        Entry.builder("b2")
            .title("B2")
            .link("https://example.org/q")
            .published(Served.NOON)
            .build());
    served.arrive(
        "a",
        Entry.builder("a2")
            .title("A2")
            .link("https://example.org/q")
            .published(Served.NOON.minusSeconds(60))
            .build());
    assertThat(adminPage("/status/sources/b?q=B2"))
        .contains(
            "shown through the entry of <a href=\"/status/sources/a\"><bdi>Feed a</bdi></a>: it has"
                + " the same link");
    assertThat(adminPage("/status/sources/a?q=A2"))
        .contains("shown; also in <a href=\"/status/sources/b\">");
  }

  @Test
  void adminSeesWithdrawnEntries() {
    served.withdraw("a", "guid-a", Served.NOON);
    assertThat(adminPage("/status/sources/a"))
        .contains("because the publisher withdrew it", "<bdi>guid-a</bdi>")
        .contains("<dt>Withdrawn</dt><dd><time datetime=\"2026-03-01T12:00:00Z\">")
        .doesNotContain("Report of a");
    assertThat(adminPage("/status/sources/b")).doesNotContain("withdrew", "guid-a");
  }

  @Test
  void errorsArePagesForBrowsers() {
    served.reload(StoryFeeds.FEEDS + "streams: { evening: { tags: news } }");
    var answer = served.get("/streams/evenign", "Accept", "text/html,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("Vary").orElse("")).startsWith("Accept, ");
    assertThat(answer.body())
        .contains("<h1>Unknown stream</h1>", "name \"evenign\"; did you mean \"evening\"?")
        .contains("<a href=\"/streams/evening\"><bdi>evening</bdi></a>")
        .contains("<a href=\"/\"><bdi>To the river</bdi></a>");
    assertThat(page("/streams/evenign?key=sesame-open-long-key"))
        .contains("href=\"/streams/evening?key=sesame-open-long-key\"")
        .contains("href=\"/?key=sesame-open-long-key\"");
    assertThat(page("/sources/e")).contains("Unknown source").doesNotContain("did you mean \"d\"");

    var bad = page("/tags/news?limit=0&q=sea&tga=x");
    assertThat(bad)
        .contains(
            "<dt><code>limit</code></dt>", "<dt><code>tga</code></dt>", "did you mean \"tag\"?")
        .contains("<a href=\"/tags/news?q=sea\"><bdi>The same without limit and tga</bdi></a>");
    assertThat(page("/nowhere")).contains("<h1>Not found</h1>");
    assertThat(page("/?key=wrong")).contains("<h1>Wrong key</h1>");
  }

  @Test
  void browserGetsAPageForAStoreFailure() {
    served.store().close();
    var page = served.get("/?tag=java", "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Retry-After")).hasValue("10");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body())
        .contains("<h1>Store unavailable</h1>", "The store cannot be read now; try again soon.")
        .contains("<a href=\"/?tag=java\"><bdi>Try again</bdi></a>");
    var feed = served.get("/feed.atom", "Accept", "application/atom+xml");
    assertThat(feed.statusCode()).isEqualTo(503);
    assertThat(feed.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(feed.body()).contains("\"title\":\"Store unavailable\"");
  }

  @Test
  void errorsAreProblemDocumentsForOtherClients() {
    for (var accept :
        new String[] {"*/*", "application/json", "text/event-stream", "*/*, text/html;q=0.5"}) {
      var answer = served.get("/streams/nobody", "Accept", accept);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.headers().firstValue("Vary").orElse("")).startsWith("Accept, ");
      assertThat(answer.body()).contains("\"detail\":\"No stream of feeds.yml has the name");
    }
  }

  @Test
  void pageExplainsKeysToSubscribers() {
    assertThat(page("/")).contains("Some sources need a key.");
    assertThat(page("/?key=sesame-open-long-key")).contains("These addresses contain your key");
    var header = "Bearer sesame-open-long-key";
    assertThat(served.get("/", "Accept", "text/html", "Authorization", header).body())
        .contains("You use a key. Your reader needs it too");
  }

  @Test
  void opmlLinkListsTheSourcesOfThePage() {
    assertThat(page("/sources/c")).contains("href=\"/opml?source=c\"");
    assertThat(served.get("/opml?source=c").body())
        .contains("c.example")
        .doesNotContain("a.example");
    assertThat(page("/tags/news?source=-b")).contains("href=\"/opml?tag=news&amp;source=-b\"");
    assertThat(served.get("/opml?tag=news&source=-b").body())
        .contains("a.example")
        .doesNotContain("b.example", "c.example", "d.example");
    assertThat(page("/tags/zebra")).doesNotContain("list of these sources");
  }

  @Test
  void addressesToSubscribeToAreReadable() {
    assertThat(page("/tags/%D8%AE%D8%A8%D8%B2,c++"))
        .contains("<bdi dir=\"ltr\">/tags/c++,خبز.atom</bdi>")
        .contains("data-copy=\"" + served.base() + "/tags/c%2B%2B,%D8%AE%D8%A8%D8%B2.atom\"");
  }

  @Test
  void unknownTagIsReportedWithASimilarOne() {
    assertThat(page("/tags/nevs,other"))
        .contains("No entry has the tag <bdi>nevs</bdi>.")
        .contains("Did you mean <a href=\"/tags/news,other\"><bdi>news</bdi></a>?")
        .contains("Report of c");
    assertThat(page("/tags/zebra"))
        .contains("No entry has the tag <bdi>zebra</bdi>.")
        .doesNotContain("Did you mean", "Nothing has arrived");
  }

  @Test
  void storyNamesAndLinksAllItsSources() {
    assertThat(page("/"))
        .contains("Report of a", "Also in")
        .contains("<a href=\"http://example.org/p\" title=\"it has the same link as an")
        .contains("<bdi>Feed b</bdi></a>, <a href=\"https://example.org/p#top\"")
        .doesNotContain("Report of b", "Report of c", "Feed d");
    assertThat(page("/tags/news")).contains("<bdi>Feed b</bdi>").doesNotContain("Feed c");
    assertThat(page("/?merge=none")).contains("Report of b").doesNotContain("Also in");
  }

  @Test
  void pageOfASourceNamesOtherSourcesOfAStory() {
    assertThat(page("/sources/c"))
        .contains("Report of c", "Also in", "<bdi>Feed a</bdi></a>, ", "<bdi>Feed b</bdi>")
        .contains("title=\"it arrived first, and the others joined its story\"")
        .doesNotContain("Report of a", "Feed d");
    assertThat(page("/sources/c?key=sesame-open-long-key")).contains("<bdi>Feed d</bdi>");
    assertThat(page("/sources/c?merge=none")).doesNotContain("Also in");
  }
}
