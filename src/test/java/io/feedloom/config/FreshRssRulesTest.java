package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshRssRulesTest {
  @TempDir private Path folder;

  private String converted(String attributes) throws Exception {
    var opml = folder.resolve("feeds.opml");
    Files.writeString(
        opml,
        """
        <opml version="2.0"><body><outline xmlns:frss="https://freshrss.org/opml" text="News"
          xmlUrl="https://example.org/news" %s/></body></opml>
        """
            .formatted(attributes));
    return OpmlFile.toYaml(opml);
  }

  @Test
  void expressionsOfXPathBecomeAPage() throws Exception {
    assertThat(
            converted(
                """
                type="HTML+XPath" frss:xPathItem="//div[@class='a']"
                frss:xPathItemTitle="descendant::h2" frss:xPathItemUri="descendant::a/@href"
                frss:xPathItemTimestamp="descendant::time" frss:xPathItemTimeFormat="d.m.Y \\T H:i"
                frss:xPathItemThumbnail="descendant::img/@src" frss:xPathItemCategories="i"
                frss:xPathItemAuthor="'Ann'" frss:xPathItemContent="." frss:xPathItemUid="@id"
                """))
        .isEqualTo(
            """
            feeds:
              - url: https://example.org/news
                title: News
                page:
                  item: "xpath://div[@class='a']"
                  title: "xpath:descendant::h2"
                  link: "xpath:descendant::a/@href"
                  date: "xpath:descendant::time"
                  content: "xpath:."
                  author: "xpath:'Ann'"
                  image: "xpath:descendant::img/@src"
                  categories: "xpath:i"
                  id: "xpath:@id"
                  date-format: "dd.MM.yyyy 'T' HH:mm"
            """);
  }

  @Test
  void dotNotationBecomesPathsOfJson() throws Exception {
    assertThat(
            converted(
                """
                type="HTML+XPath+JSON+DotNotation" frss:xPathToJson="//script[@id='x']"
                frss:jsonItem="data.items" frss:jsonItemTitle="meta.og-title"
                frss:jsonItemUri="links[0].href"
                """))
        .contains("script: \"xpath://script[@id='x']\"\n")
        .contains(
            """
                json:
                  item: "$.data.items[*]"
                  title: "$.meta['og-title']"
                  link: "$.links[0].href"
            """);
  }

  @Test
  void anExpressionThatDoesNotParseIsAFault() {
    assertThatThrownBy(() -> converted("type=\"HTML+XPath\" frss:xPathItem=\"//div[\""))
        .hasMessageContaining("feeds.opml:1:")
        .hasMessageContaining("is not XPath 1.0");
  }

  @Test
  void ordinaryFeedsHaveNoRules() throws Exception {
    assertThat(converted("type=\"rss\" frss:cssFullContent=\"article\""))
        .doesNotContain("page:", "json:");
  }

  @Test
  void selectorOfFullContentBecomesFullText() throws Exception {
    assertThat(
            converted(
                """
                type="rss" frss:cssFullContent="div.main, .summary" frss:cssContentFilter=".footer"
                frss:cssFullContentConditions="intitle:long"
                """))
        .endsWith("    full-text: { keep: \"div.main, .summary\", remove: \".footer\" }\n");
    assertThat(
            converted("type='rss' frss:cssFullContent='p' frss:cssFullContentFilter='aside > p'"))
        .endsWith("    full-text: { keep: p, remove: \"aside > p\" }\n");
    assertThat(converted("type='rss' frss:cssContentFilter='p'")).doesNotContain("full-text");
  }

  @Test
  void selectorThatDoesNotParseIsAFault() {
    assertThatThrownBy(() -> converted("type='rss' frss:cssFullContent='div['"))
        .hasMessageContaining("feeds.opml:1:")
        .hasMessageContaining(
            "an option of this outline has no effect: a value of it cannot be read");
  }
}
