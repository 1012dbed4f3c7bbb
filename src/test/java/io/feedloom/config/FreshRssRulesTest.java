package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshRssRulesTest {
  @TempDir private Path temporary;

  private String converted(String attributes) throws Exception {
    return list(attributes).yaml();
  }

  private String faults(String attributes) throws Exception {
    return list(attributes).faults().toString();
  }

  private OpmlFile.Converted list(String attributes) throws Exception {
    var opml = temporary.resolve("feeds.opml");
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
  void anExpressionThatDoesNotParseIsAFault() throws Exception {
    assertThat(faults("type=\"HTML+XPath\" frss:xPathItem=\"//div[\""))
        .contains("feeds.opml:1:")
        .contains("is not XPath 1.0");
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
  void selectorThatDoesNotParseIsAFault() throws Exception {
    assertThat(faults("type='rss' frss:cssFullContent='div['"))
        .contains("feeds.opml:1:")
        .contains("an option of this outline has no effect: a value of it cannot be read");
  }

  @Test
  void optionsOfRequestsAreCarriedOver() throws Exception {
    assertThat(
            converted(
                """
                type="rss" frss:CURLOPT_USERAGENT="Mozilla/5.0" frss:CURLOPT_COOKIE="a=b"
                frss:CURLOPT_HTTPHEADER="X-Key: ${x}&#10;Host: evil" frss:CURLOPT_POST="true"
                frss:CURLOPT_POSTFIELDS="q=1" frss:CURLOPT_PROXY="127.0.0.1:9050"
                frss:CURLOPT_PROXYTYPE="7" frss:unicityCriteria="sha1:title"
                """))
        .endsWith(
            """
                headers: { "Cookie": "a=b", "User-Agent": "Mozilla/5.0", "X-Key": "$${x}" }
                proxy: "socks5://127.0.0.1:9050"
                method: POST
                body: "q=1"
                id-by: title
            """);
    assertThat(converted("type='rss' frss:CURLOPT_PROXYTYPE='-1'")).endsWith("proxy: \"none\"\n");
    assertThat(converted("type='rss' disabled='true' ignoreHTTPCache='1' userAgent='x'"))
        .contains("enabled: false", "ignore-cache: true", "\"User-Agent\": \"x\"");
  }

  @Test
  void includedListsChooseNoHeadersBodiesOrProxies() {
    var folder = new AdminFolder(temporary);
    folder.write("feeds.yml", "{ feeds: [], include: [list.opml] }");
    folder.write(
        "list.opml",
        "<opml><body><outline xmlUrl='https://a.example/' frss:CURLOPT_PROXY='10.0.0.1:1'"
            + " frss:CURLOPT_COOKIE='a=b' frss:CURLOPT_POST='true' frss:CURLOPT_POSTFIELDS='x'"
            + " frss:unicityCriteria='link'/></body></opml>");
    var feed = folder.settings().subscriptions().getFirst();

    assertThat(feed.transport()).isEqualTo(io.feedloom.feed.Transport.USUAL);
    assertThat(feed.headers()).isEmpty();
    assertThat(feed.entryOptions().idBy()).isEqualTo(io.feedloom.feed.IdBy.LINK);
  }
}
