package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 9309. */
class RobotsTxtTest {
  private static boolean allows(String file, String path) {
    return RobotsTxt.parse(file.getBytes(StandardCharsets.UTF_8), "feedloom")
        .allows(URI.create("http://foo.test" + path));
  }

  @Test
  void groupOfTheRobotReplacesTheGeneralOne() {
    var file = "User-agent: *\nDisallow: /\n\nUser-agent: FeedLoom/2.0\nAllow: /a\nDisallow: /b\n";
    assertThat(allows(file, "/a")).isTrue();
    assertThat(allows(file, "/b")).isFalse();
    assertThat(allows(file, "/c")).isTrue();
    assertThat(allows("User-agent: *\nDisallow: /\nUser-agent: feedloom\n", "/a")).isTrue();
  }

  @Test
  void generalGroupCountsForRobotsThatNoGroupNames() {
    var file = "User-agent: other\nDisallow: /o\n\nUser-agent: * # all\nDisallow: /x # no\n";
    assertThat(allows(file, "/x")).isFalse();
    assertThat(allows(file, "/o")).isTrue();
    assertThat(allows("User-agent: feedloombot\nDisallow: /\n", "/x")).isTrue();
    assertThat(allows("User-agent: *bot\nDisallow: /\n", "/x")).isTrue();
  }

  @Test
  void groupsOfTheSameRobotAreOne() {
    var file =
        """
        user-agent: feedloom
        disallow: /a

        user-agent: x
        disallow: /

        user-agent: FEEDLOOM
        user-agent: y

        disallow: /b
        """;
    assertThat(allows(file, "/a")).isFalse();
    assertThat(allows(file, "/b")).isFalse();
    assertThat(allows(file, "/c")).isTrue();
  }

  @Test
  void otherLinesDoNotEndAGroup() {
    var file =
        """
        User-agent: feedloom
        Sitemap: http://foo.test/s.xml
        Crawl-delay: 10
        nonsense
        User-agent: y\r
        Disallow : /a\r
        """;
    assertThat(allows(file, "/a")).isFalse();
    assertThat(allows("Disallow: /a\nUser-agent: *\nDisallow: /b\n", "/a")).isTrue();
  }

  @Test
  void fileWithoutRulesAllowsEverything() {
    assertThat(allows("", "/a")).isTrue();
    assertThat(allows("User-agent: *\nDisallow:\n", "/a")).isTrue();
    assertThat(allows("<!doctype html><html><body>Not found</body></html>", "/a")).isTrue();
    assertThat(allows("\uFEFFUser-agent: *\nDisallow: /a\n", "/a")).isFalse();
  }

  @Test
  void longestRuleDecidesWhateverTheOrder() {
    assertThat(allows("User-agent: *\nDisallow: /x/page.html\nAllow: /x/\n", "/x/page.html"))
        .isFalse();
    assertThat(allows("User-agent: *\nAllow: /x/page.html\nDisallow: /x/\n", "/x/page.html"))
        .isTrue();
    assertThat(allows("User-agent: *\nAllow: /x/page.html\nDisallow: /x/\n", "/x/")).isFalse();
    assertThat(allows("User-agent: *\nDisallow: /x\nAllow: /x\n", "/x")).isTrue();
    assertThat(allows("User-agent: *\nDisallow: /x/page.html\nAllow: /*.html\n", "/x/page.html"))
        .isFalse();
  }

  @Test
  void fileItselfIsAlwaysAllowed() {
    assertThat(allows("User-agent: *\nDisallow: /\n", "/robots.txt")).isTrue();
    assertThat(allows("User-agent: *\nDisallow: /\n", "")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/, /anything, true",
    "/fish, /fish.html, true",
    "/fish, /fishheads/yummy.html, true",
    "/fish, /Fish.asp, false",
    "/fish, /catfish, false",
    "/fish/, /fish, false",
    "/fish*, /fish, true",
    "/*.php, /folder/a.php?b=c, true",
    "/*.php, /a.PHP, false",
    "/*.php$, /folder/a.php, true",
    "/*.php$, /a.php?b, false",
    "/a*b*c$, /a1b2b3c, true",
    "/a*b*c$, /a1b2b3cd, false",
    "/a*b$, /ab, true",
    "/ab*b$, /ab, false",
    "/***$, /a, true",
    "/$, /, true",
    "/$, /a, false",
    "/a?b, /a?bc, true",
    "/a$b, /a$b, true",
    "/a%24, /a$, true",
    "/a%2A, /a*, true",
    "/a%2Ab, /axb, false",
    "fish, /fish, false",
    "*fish, /fish, true",
  })
  void patternsMatchFromTheBeginningWithWildcards(String pattern, String path, boolean matches) {
    assertThat(allows("User-agent: *\nDisallow: " + pattern + "\n", path)).isEqualTo(!matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/foo/bar/ツ, /foo/bar/%E3%83%84",
    "/foo/bar/%E3%83%84, /foo/bar/%e3%83%84",
    "/foo/bar/%62%61%7A, /foo/bar/baz",
    "/foo/bar/baz, /foo/bar/%62%61%7A",
    "/foo/a%2Fb, /foo/a%2fb",
    "/a b, /a%20b",
  })
  void encodedCharactersAreEqualToPlainOnes(String pattern, String path) {
    assertThat(allows("User-agent: *\nDisallow: " + pattern + "\n", path)).isFalse();
  }

  @Test
  void reservedCharacterIsNotEqualToItsEncodedForm() {
    assertThat(allows("User-agent: *\nDisallow: /a/b\n", "/a%2Fb")).isTrue();
  }

  @Test
  @Timeout(20)
  void largestFileIsReadAndAppliedInBoundedTime() {
    var file = new StringBuilder("User-agent: *\n");
    while (file.length() < 500 << 10) {
      file.append("Disallow: /").append("*aaaaaaaaab".repeat(150)).append("\n");
    }
    var rules = RobotsTxt.parse(file.toString().getBytes(StandardCharsets.UTF_8), "feedloom");
    var page = URI.create("http://foo.test/" + "a".repeat(4_000));
    assertThat(rules.allows(page)).isTrue();
  }
}
