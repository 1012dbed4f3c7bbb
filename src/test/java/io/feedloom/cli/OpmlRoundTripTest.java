package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Subscription;
import io.feedloom.select.Selections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of feeds survive {@code opml export} and then {@code opml import} or {@code include}. */
class OpmlRoundTripTest {
  private static final String FEEDS =
      """
      feeds:
        - { url: https://a.example/, title: A, tags: [x], clean: false, full-text: wait }
        - { url: https://b.example/, clean: { tracking: false, share: true }, full-text: true }
        - url: https://c.example/
          full-text: { keep: "article > .body, main", remove: ".ad", robots: false }
        - { url: https://d.example/, full-text: { remove: "a[href*='&']", wait: true } }
        - { url: https://e.example/, full-text: { keep: main, wait: true } }
        - url: https://f.example/
          page: { item: "xpath://div[@class='n']", title: "xpath:h2", link: "xpath:a/@href", id: link }
        - url: https://g.example/
          page:
            item: article.teaser
            title: h2
            link: "h2 a@href"
            date: time
            date-format: d. MMMM yyyy
            date-lang: de
            date-relative: true
            content: .lead
            author: .by
            image: img@src
            categories: .tag
            id: "@id"
        - url: https://h.example/
          json: { item: "$.data.items[*]", title: $.headline, link: "$.links[0].url", date: $.d, date-lang: fr }
        - url: https://i.example/
          script: "#__NEXT_DATA__"
          json: { item: "$..posts[*]", title: "$['a b']", link: $.url }
        - url: https://j.example/
          script: "xpath://script[@id='x']"
          json: { item: "$.posts[*]", title: $.title, link: $.url, content: $.html }
        - https://k.example/
        - url: https://l.example/
          timeout: 2m
          max-size: 50MiB
          cookies: within-exchange
          ignore-cache: true
          id-by: title
          updates: ignore
          enabled: false
          was: [https://older.example/, https://old.example/x?a=b]
      """;

  @TempDir private Path folder;

  private String run(String... command) {
    var out = new StringWriter();
    var writer = new PrintWriter(out, true);
    var environment =
        new Environment(InstantSource.fixed(Instant.EPOCH), "test", Map.of(), writer, writer);
    assertThat(FeedloomCommand.run(environment, command)).as(out.toString()).isZero();
    return out.toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<Subscription> feeds(Path file) {
    return ((Loaded.Valid) FeedsFile.read(file, Map.of(), Selections::fault))
        .settings()
        .subscriptions();
  }

  private static Stream<String> options(List<Subscription> feeds) {
    return feeds.stream()
        .map(
            feed ->
                List.of(
                        feed.url(),
                        feed.cleaning(),
                        feed.fullText(),
                        feed.pageRules().page().map(OpmlRoundTripTest::shown),
                        feed.pageRules().json().map(OpmlRoundTripTest::shown),
                        feed.pageRules().script())
                    .toString())
        .sorted();
  }

  private static String shown(PageRules.Fields fields) {
    return List.of(
            fields.item(),
            fields.named(),
            fields.dateFormat(),
            fields.dateLang(),
            fields.dateRelative())
        .toString();
  }

  @Test
  void optionsSurviveExportAndImport() throws IOException {
    var file = write("feeds.yml", FEEDS);
    var opml = write("exported.opml", run("opml", "export", "--config", file.toString()));
    var imported = write("imported.yml", run("opml", "import", opml.toString()));
    var including = write("including.yml", "feeds: []\ninclude: [exported.opml]\n");

    assertThat(options(feeds(imported))).containsExactlyElementsOf(options(feeds(file)).toList());
    assertThat(options(feeds(including))).containsExactlyElementsOf(options(feeds(file)).toList());
  }

  @Test
  void exportUsesTheAttributesOfFreshRssWhereTheyFit() throws IOException {
    var opml = run("opml", "export", "--config", write("feeds.yml", FEEDS).toString());

    assertThat(opml)
        .contains(
            "xmlns:frss=\"https://freshrss.org/opml\"",
            "frss:cssFullContent=\"article > .body, main\" frss:cssContentFilter=\".ad\"",
            "type=\"HTML+XPath\"",
            "frss:xPathItem=\"//div[@class='n']\"",
            "frss:xPathItemUri=\"a/@href\"",
            "type=\"JSON+DotNotation\"",
            "frss:jsonItem=\"data.items\"",
            "frss:jsonItemUri=\"links[0].url\"",
            "frss:xPathToJson=\"//script[@id='x']\"",
            "feedloom:pageItem=\"article.teaser\"",
            "feedloom:jsonPathTitle=\"$['a b']\"");
    assertThat(
            run(
                "opml",
                "export",
                "--config",
                write("b.yml", "feeds: [https://a.test/]").toString()))
        .doesNotContain("xmlns");
  }
}
