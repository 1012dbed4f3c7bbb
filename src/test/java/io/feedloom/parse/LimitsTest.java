package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Item;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Problem;
import io.feedloom.parse.html.BoundedSanitizer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits on documents that are far larger than real ones. */
class LimitsTest {
  private static final int MILLION = 1_000_000;

  private static String many(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(i -> element.replace("$", String.valueOf(i)))
        .collect(Collectors.joining());
  }

  private static Parsed.Feed item(String item) {
    return Feeds.feed(Feeds.rssFeed("<item><guid>g</guid>" + item + "</item>"));
  }

  private static String problems(Parsed.Feed feed) {
    return feed.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private static Parsed.Feed json(String feed) {
    var bytes = feed.getBytes(StandardCharsets.UTF_8);
    return (Parsed.Feed) Feeds.parse(bytes, "application/feed+json");
  }

  @Test
  void firstCategoriesAreKeptAndTheTitleAfterThemIsRead() {
    var feed = item(many(390_000, "<category>c$</category>") + "<title>Behind</title>");
    var entry = feed.items().getFirst().entry();

    assertThat(entry.title()).isEqualTo("Behind");
    assertThat(entry.categories()).hasSize(Limits.CATEGORIES);
    assertThat(entry.categories().getFirst().term()).isEqualTo("c0");
    assertThat(problems(feed)).contains("entry g", "too large", "categories");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "links       | <atom:link rel='related' href='http://x.example/$'/>",
        "enclosures  | <enclosure url='http://x.example/$.mp3' type='audio/mpeg' length='1'/>",
        "authors     | <dc:creator>Author $</dc:creator>",
        "contributors| <dc:contributor>Person $</dc:contributor>",
        "extensions  | <itunes:keywords>k $</itunes:keywords>",
      })
  void ofVeryManyElementsTheFirstAreKept(String field, String element) {
    var feed = item(many(5_000, element));
    var entry = feed.items().getFirst().entry();

    assertThat(entry.links().size()).isLessThanOrEqualTo(Limits.LINKS);
    assertThat(entry.enclosures().size()).isLessThanOrEqualTo(Limits.ENCLOSURES);
    assertThat(entry.authors().size()).isLessThanOrEqualTo(Limits.PEOPLE);
    assertThat(entry.contributors().size()).isLessThanOrEqualTo(Limits.PEOPLE);
    assertThat(entry.extensions().size()).isLessThanOrEqualTo(Limits.EXTENSIONS);
    assertThat(problems(feed)).contains("entry g", field);
  }

  @Test
  void longTitleIsCutBetweenWordsWithAProblem() {
    var feed = item("<title>" + "word ".repeat(MILLION) + "</title>");
    var title = feed.items().getFirst().entry().title();

    assertThat(title).hasSizeLessThanOrEqualTo(Limits.TITLE).endsWith("word…");
    assertThat(problems(feed)).contains("entry g", "title");
  }

  @Test
  void titleAndSubtitleOfAFeedAreCut() {
    var long_ = "x".repeat(MILLION);
    var feed =
        Feeds.feed(
            "<rss><channel><title>%s</title><description>%s</description></channel></rss>"
                .formatted(long_, long_));

    assertThat(feed.info().title().orElseThrow()).hasSize(Limits.FEED_TITLE);
    assertThat(feed.info().subtitle().orElseThrow()).hasSize(Limits.TEXT);
    assertThat(problems(feed)).contains("feed: too large", "title", "subtitle");
  }

  @Test
  void oneLongCategoryIsCut() {
    var entry = item("<category>" + "x".repeat(MILLION) + "</category>").items().getFirst().entry();

    assertThat(entry.categories().getFirst().term()).hasSize(Limits.CATEGORY);
  }

  @Test
  void longContentIsCutBetweenTagsAndItsTagsAreBalanced() {
    var paragraph =
        "&lt;p&gt;Some &lt;b title=\"long\"&gt;words&lt;/b&gt; &amp;amp; more&lt;/p&gt;";
    var feed = item("<description>" + paragraph.repeat(60_000) + "</description>");
    var content = feed.items().getFirst().entry().content().orElseThrow();

    assertThat(content.length()).isBetween(MILLION, 2 * Limits.CONTENT);
    assertThat(content.split("<p>", -1)).hasSameSizeAs(content.split("</p>", -1));
    assertThat(content.split("<b", -1)).hasSameSizeAs(content.split("</b>", -1));
    assertThat(problems(feed)).contains("entry g", "content");
  }

  @Test
  void noTagReferenceOrWordIsCutInTwo() {
    assertThat(BoundedSanitizer.end("a word <a href='x y'>", 12)).isEqualTo(7);
    assertThat(BoundedSanitizer.end("a&nbsp;b&amp;c", 11)).isEqualTo(8);
    assertThat(BoundedSanitizer.end("one two three", 10)).isEqualTo(7);
    assertThat(BoundedSanitizer.end("\uD83D\uDE00\uD83D\uDE00", 3)).isEqualTo(2);
  }

  @Test
  void shortLinksAgainstALongBaseDoNotFillTheMemory() {
    var base = "http://x.example/" + "p".repeat(1_900) + "/";
    var links = "&lt;a href=x&gt;a&lt;/a&gt;".repeat(90_000);
    var feed = item("<description xml:base='%s'>%s</description>".formatted(base, links));

    assertThat(feed.items().getFirst().entry().content().orElseThrow().length())
        .isLessThanOrEqualTo(2 * Limits.CONTENT);
  }

  @Test
  void idsThatDifferAfterTheLimitStayDifferentAndStable() {
    var document =
        Feeds.rssFeed(
            many(2, "<item><guid>" + "x".repeat(MILLION) + "$</guid><title>t$</title></item>"));
    var items = Feeds.feed(document).items();

    assertThat(items).extracting(Item::guid).doesNotHaveDuplicates();
    assertThat(items)
        .extracting(Item::guid)
        .isEqualTo(Feeds.feed(document).items().stream().map(Item::guid).toList());
    assertThat(items.getFirst().guid()).hasSizeLessThanOrEqualTo(Limits.GUID);
    assertThat(items.getFirst().entry().guid()).isEqualTo(items.getFirst().guid());
  }

  @Test
  void sameLimitsApplyToJsonFeeds() {
    var feed =
        json(
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"%s\",\"items\":[{\"id\":\"g\",\"title\":\"%s\",\"content_text\":\"%s\",\"tags\":[%s\"z\"]}]}"
                .formatted(
                    "t".repeat(MILLION),
                    "u".repeat(MILLION),
                    "w ".repeat(3 * MILLION / 2),
                    many(400, "\"tag$\",")));
    var entry = feed.items().getFirst().entry();

    assertThat(feed.info().title().orElseThrow()).hasSize(Limits.FEED_TITLE);
    assertThat(entry.title()).hasSize(Limits.TITLE);
    assertThat(entry.categories().size()).isLessThanOrEqualTo(Limits.CATEGORIES);
    assertThat(entry.content().orElseThrow().length()).isLessThan(Limits.CONTENT + 100);
    assertThat(problems(feed)).contains("feed: too large", "entry g", "title", "content");
  }

  @Test
  void largestRealFeedsAreKeptWhole() {
    var text = "&lt;p&gt;" + "word ".repeat(160_000) + "&lt;/p&gt;";
    var feed =
        item(
            "<title>%s</title><description>%s</description>%s"
                .formatted("t ".repeat(170), text, many(61, "<category>c$</category>")));
    var entry = feed.items().getFirst().entry();

    assertThat(entry.title()).hasSize(339);
    assertThat(entry.content().orElseThrow()).hasSizeGreaterThan(799_000).endsWith("word </p>");
    assertThat(entry.categories()).hasSize(61);
    assertThat(feed.problems()).isEmpty();
  }
}
