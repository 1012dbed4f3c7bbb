package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are huge or deeply nested. */
@Timeout(60)
class HostilePagesTest {
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

  private static Fields fields(Function<String, String> selector, String item, String field) {
    var text = Optional.of(selector.apply(field));
    return new Fields(
        selector.apply(item),
        text,
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        text,
        text,
        Optional.empty(),
        text,
        Optional.empty());
  }

  private static PageRules page(String item, String field) {
    return new PageRules(
        Optional.of(fields(text -> text, item, field)), Optional.empty(), Optional.empty());
  }

  private static String items(int count) {
    var text = new StringBuilder("<ul>");
    for (int i = 0; i < count; i++) {
      text.append("<li><a href=%d>Item %d</a>".formatted(i, i));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"li", "xpath://li"})
  void manyItemsAreCut(String item) {
    var field = item.startsWith("xpath") ? "xpath:a" : "a";
    var read = (Parsed.Feed) parse(items(100_000), page(item, field));
    assertThat(read.items()).hasSizeBetween(1, 10_000);
    assertThat(read.extent()).isEqualTo(Parsed.Extent.CUT);
  }

  @Test
  void manyItemsOfJsonAreCut() {
    var text = "[" + "{\"t\":\"T\",\"u\":\"/x\"},".repeat(100_000) + "1]";
    var fields =
        new Fields(
            "$[*]",
            Optional.of("$.t"),
            Optional.of("$.u"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var rules = new PageRules(Optional.empty(), Optional.of(fields), Optional.empty());
    assertThat(parse(text, rules)).isInstanceOf(Parsed.Feed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"div", "div div a", "div:has(b)", "xpath://div", "xpath://div//div//a"})
  void deepNestingEnds(String item) {
    var field = item.startsWith("xpath") ? "xpath:.//a" : "a";
    var text = "<div>".repeat(20_000) + "<a href=x>X</a>";
    assertThat(parse(text, page(item, field))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div class=h-entry>",
        "<div itemscope itemtype=https://schema.org/Article itemprop=a>",
        "<div class='h-feed h-entry'>",
        "<div class='h-entry p-author'>"
      })
  void deepNestingOfDescribedEntriesEnds(String tag) {
    var text = "<html>" + tag.repeat(20_000) + "<a href=x>X</a>";
    assertThat(parse(text, PageRules.NONE)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div class=h-entry><a class='p-name u-url' href=/x>X</a></div>",
        "<div class='h-entry'>X",
        "<div itemscope itemtype=https://schema.org/Article><a itemprop=url href=x>X</a></div>",
        "<script type=application/ld+json>{\"@type\":\"Article\",\"url\":\"/\"}</script>"
      })
  void manyDescribedEntriesEnd(String entry) {
    var text = "<html>" + entry.repeat(20_000);
    assertThat(parse(text, PageRules.NONE)).isNotNull();
  }

  @Test
  void largePageIsReadUpToItsLimit() {
    var text = items(10) + "<p>filler ".repeat(1_000_000);
    var read = (Parsed.Feed) parse(text, page("li", "a"));
    assertThat(read.items()).hasSize(10);
  }
}
