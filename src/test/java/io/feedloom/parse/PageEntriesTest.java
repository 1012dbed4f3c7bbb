package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageEntriesTest {
  private static final URI URL = URI.create("https://example.org/news/");

  private static Parsed parse(String text, PageRules rules) {
    return new FeedParser()
        .parse(
            new FetchedDocument(
                URL,
                text.getBytes(StandardCharsets.UTF_8),
                Optional.of("text/html; charset=utf-8"),
                Optional.empty()),
            rules,
            Optional.empty());
  }

  private static List<Entry> described(String text) {
    var page = (Parsed.Page) parse(text, PageRules.NONE);
    return page.entries().orElseThrow().items().stream().map(item -> item.entry()).toList();
  }

  private static Fields fields(String item, String title, String link, String date) {
    return new Fields(
        item,
        Optional.of(title),
        Optional.of(link),
        Optional.of(date),
        Optional.of("d. MMMM yyyy"),
        Optional.of("de"),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void microformatsGiveEntriesWithoutThoseNestedInThem() {
    var entries =
        described(
            "<div class=h-feed><div class=h-entry><div class='u-in-reply-to h-cite'><a"
                + " class='p-name u-url' href=/x>Other</a></div><a class='p-name u-url'"
                + " href=a>Own</a></div></div>");
    assertThat(entries).extracting(Entry::title).containsExactly("Own");
  }

  @Test
  void jsonLdRefersToNodesByTheirId() {
    var entries =
        described(
            "<script type=application/ld+json>{</script><script type=application/ld+json>"
                + "{'@graph':[{'@type':['NewsArticle'],'headline':'A &amp; B','url':'a','author':{'@id':'#p'}},"
                    .replace('\'', '"')
                + "{'@type':'Person','@id':'#p','name':'Ann'}]}</script>".replace('\'', '"'));
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().authors().getFirst().name()).contains("Ann");
  }

  @Test
  void selectorsGiveEntriesAndTheirDates() {
    var rules =
        new PageRules(
            Optional.of(fields("article", "h2", "h2 a", "time")),
            Optional.empty(),
            Optional.empty());
    var page =
        "<article><h2><a href=x>One</a></h2><time>4. März 2025</time></article>"
            + "<article><h2>No link</h2></article>";
    var feed = (Parsed.Feed) parse(page, rules);
    assertThat(feed.items()).hasSize(1);
    assertThat(feed.items().getFirst().guid()).isEqualTo("https://example.org/news/x");
    assertThat(feed.items().getFirst().entry().published().map(Object::toString))
        .contains("2025-03-04T00:00:00Z");
  }

  @Test
  void aSelectorThatMatchesNothingIsNamed() {
    var rules =
        new PageRules(
            Optional.of(fields("article.x", "h2", "a", "time")),
            Optional.empty(),
            Optional.empty());
    assertThat(parse("<html><p>x", rules))
        .isInstanceOfSatisfying(
            Parsed.Unreadable.class,
            read ->
                assertThat(read.problem().message())
                    .isEqualTo("the selector `article.x` matched nothing"));
  }
}
