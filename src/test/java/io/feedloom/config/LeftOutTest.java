package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which faults leave out one feed, and which stop the file. */
class LeftOutTest {
  private static final String GOOD = "  - https://good.example/\n";

  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "ftp://a.example/",
        "'https://me:pass@a.example/'",
        "'https://a.example/?${MISSING}'",
        "{ title: no address }",
        "{ url: 'https://' }",
        "{ url: https://a.example/, every: soon }",
        "{ url: https://a.example/, id: -x }",
        "{ url: https://a.example/, tags: ['&'] }",
        "{ url: https://a.example/, include: { title: '(' } }",
        "{ url: https://a.example/, retention: { keep: x } }",
        "[]",
        "null",
      })
  void faultOfOneFeedLeavesOutThatFeed(String feed) {
    folder.write("feeds.yml", "feeds:\n  - " + feed + "\n" + GOOD);

    assertThat(folder.addresses()).containsExactly("https://good.example/");
    assertThat(folder.leftOut()).hasSize(1).first().asString().startsWith("feeds.yml:2:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ url: https://a.example/, acess: key }",
        "{ url: https://a.example/, access: keyed }",
        "{ url: https://a.example/, access: key, access: public }",
        "{ url: https://a.example/, auth: { bearer: '${MISSING}' } }",
        "{ url: https://a.example/, auth: { bearer: a, basic: { user: a, password: b } } }",
        "{ url: https://a.example/, headers: { Host: x } }",
        "{ url: https://good.example/, access: key }",
        "{ url: https://a.example/, [a]: b }",
      })
  void ambiguousOrSecurityRelevantFaultStopsTheFile(String feed) {
    folder.write("feeds.yml", "feeds:\n" + GOOD + "  - " + feed + "\n");

    assertThat(folder.read(Map.of())).isInstanceOf(Loaded.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling: { every: soon }", "server: { port: x }", "keys: { a: b }"})
  void faultOutsideTheListOfFeedsStopsTheFile(String option) {
    folder.write("feeds.yml", "feeds:\n" + GOOD + option + "\n");

    assertThat(folder.read(Map.of())).isInstanceOf(Loaded.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gone.yml",
        "no-*.yml",
        "notes.txt",
        "folder",
        "'[.yml'",
        "ftp://a.example/x.opml",
        "broken.yml",
        "broken.opml",
        "empty.opml",
        "binary.yml",
      })
  void onlyTheUnreadableIncludeIsLeftOut(String include) {
    folder
        .write("notes.txt", "x")
        .write("folder/x.yml", "feeds: []")
        .write("broken.yml", "feeds: [\n")
        .write("broken.opml", "<opml><body><outline xmlUrl=")
        .write("empty.opml", "")
        .write("binary.yml", "feeds: []\0")
        .write("good.yml", "feeds: [https://included.example/]\n")
        .write("feeds.yml", "feeds:\n" + GOOD + "include: [" + include + ", good.yml]\n");

    assertThat(folder.addresses())
        .containsExactly("https://good.example/", "https://included.example/");
    assertThat(folder.leftOut()).hasSize(1);
  }

  @Test
  void faultyFeedOfAnIncludedFileIsLeftOutAlone() {
    folder
        .write("feeds.yml", "feeds: []\ninclude: [more.yml]\n")
        .write("more.yml", "feeds:\n  - nonsense\n" + GOOD);

    assertThat(folder.addresses()).containsExactly("https://good.example/");
    assertThat(folder.leftOut()).hasSize(1);
  }

  @Test
  void faultyOutlineIsLeftOutAlone() {
    folder
        .write("feeds.yml", "feeds:\n" + GOOD + "include: [list.opml]\n")
        .write(
            "list.opml",
            """
            <opml><body>
            <outline xmlUrl='nonsense'/>
            <outline xmlUrl='https://good.example/' title='Again'/>
            <outline xmlUrl='https://new.example/'/>
            </body></opml>
            """);

    assertThat(folder.addresses()).containsExactly("https://good.example/", "https://new.example/");
    assertThat(folder.leftOut())
        .containsExactly(
            "list.opml:2:1: expected an http or https address in xmlUrl, but it does not begin"
                + " with http:// or https://");
  }

  /** A fault names the position of the value, and never the value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: *s3cret",
        "title: !s3cret x",
        "title: &s3cret [&s3cret x]",
        "title: [*s3cret",
        "title: &s3cret [*s3cret]",
        "title: %s3cret",
        "title: \"\\s3cret\"",
        "title: `s3cret",
        "title: a: s3cret",
        "title: !<s3cret",
        "title: !s3cret!x y",
        "polling: { every: s3cret }",
        "polling: { max-size: s3cret, per-host: s3cret, allow-addresses: [s3cret] }",
        "polling: { hosts: { 'a/b': { per-host: s3cret } } }",
        "server: { port: s3cret }",
        "server: { host: 's3cret x', admin-token: { s3cret } }",
        "server: { s3cret }",
        "storage: { url: 's3cret' }",
        "public-url: s3cret",
        "rules: [{ when: { lang: s3cret!, feed-tag: '&' }, drop: s3cret }]",
        "streams: { a: { limit: s3cret, tags: [',s3cret'], since: s3cret } }",
        "keys: { a: s3cret }",
        "include: [s3cret, 's3cret/*.yml', 's3cret://x']",
        "retention: { keep: s3cret, per-feed: s3cret }",
      })
  void noFaultQuotesAValueAnAliasOrATag(String option) {
    folder.write(
        "feeds.yml", option + "\nfeeds:\n  - { url: s3cret, every: s3cret, id: 's3cret x' }\n");

    assertThat(folder.faults()).isNotEmpty().noneMatch(fault -> fault.contains("s3cret"));
  }
}
