package io.feedloom.parse.html;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.Feeds;
import io.feedloom.parse.text.Markup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds HTML from outside to what a reader's program can show without harm. What comes out is asked
 * by allow-lists of this test's own, after a browser's parser has read it, and read it again.
 */
class HostileHtmlTest {
  private static final String BASE = "https://example.com/posts/one.html";

  private static final Set<String> HARMLESS =
      Set.of(
          ("html head body a abbr acronym address article aside b bdi bdo big blockquote br caption"
               + " center cite code col colgroup data dd del details dfn dir div dl dt em"
               + " figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main map"
               + " area mark ol p picture pre q rp rt ruby s samp section small span strike strong"
               + " sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr img audio"
               + " video source track iframe math mi mn mo ms mtext mrow mfrac semantics")
              .split(" "));

  private static final Set<String> TEXT_ATTRIBUTES =
      Set.of(
          ("title alt dir lang width height controls loop muted preload playsinline type media kind"
                  + " srclang label default allowfullscreen shape coords colspan rowspan headers"
                  + " scope abbr span align valign start reversed value datetime open display sizes"
                  + " loading")
              .split(" "));

  private static final Set<String> ADDRESSES = Set.of("href", "src", "cite", "poster");
  private static final Pattern FOLLOWED =
      Pattern.compile("(?i)(?:https?|mailto|tel|ftp|magnet|geo):[^\\s\\x00-\\x1f]*");
  private static final Pattern FRAMED =
      Pattern.compile("https://(?:www\\.)?(?:youtube|youtube-nocookie)\\.com/embed/\\w+");

  @TestFactory
  Stream<DynamicTest> nothingHarmfulGetsThrough() throws IOException {
    return pieces().stream()
        .map(
            html -> DynamicTest.dynamicTest(html, () -> assertHarmless(Html.sanitize(html, BASE))));
  }

  @TestFactory
  Stream<DynamicTest> norThroughTheContentOfAFeed() throws IOException {
    return pieces().stream().map(html -> DynamicTest.dynamicTest(html, () -> inAFeed(html)));
  }

  @Test
  void thereAreMoreThanOneHundredAndFiftyPieces() throws IOException {
    assertThat(pieces()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
  }

  private static void inAFeed(String html) {
    var escaped = Markup.escape(XmlChars.legal(html));
    var entry =
        Feeds.rss(
            "<title>%1$s</title><link>%1$s</link><description>%1$s</description>".formatted(escaped)
                + "<content:encoded>"
                + escaped
                + "</content:encoded>");
    entry.content().ifPresent(HostileHtmlTest::assertHarmless);
    entry.summary().ifPresent(HostileHtmlTest::assertHarmless);
    entry.link().ifPresent(link -> assertThat(link).startsWith("http"));
  }

  private static void assertHarmless(String clean) {
    var first = Jsoup.parse(clean);
    assertHarmless(first, clean);
    assertHarmless(Jsoup.parse(first.body().html()), clean);
    assertHarmless(Jsoup.parse(Html.sanitize(clean, BASE)), "sanitized twice: " + clean);
  }

  private static void assertHarmless(Document document, String clean) {
    for (var element : document.getAllElements()) {
      if (!(element instanceof Document)) {
        assertThat(element.tagName()).as(clean).isIn(HARMLESS);
        element.attributes().forEach(a -> assertHarmless(element, a.getKey(), a.getValue(), clean));
        assertThat(element.childNodes()).as(clean).noneMatch(HostileHtmlTest::isComment);
      }
    }
  }

  private static boolean isComment(Node node) {
    return node instanceof Comment;
  }

  private static void assertHarmless(Element element, String name, String value, String clean) {
    if (element.tagName().equals("iframe") && name.equals("src")) {
      assertThat(value).as(clean).matches(FRAMED);
    } else if (ADDRESSES.contains(name)) {
      assertThat(value).as(clean).matches(FOLLOWED);
    } else if (name.equals("srcset")) {
      assertThat(value.toLowerCase(Locale.ROOT))
          .as(clean)
          .startsWith("https:")
          .doesNotContain("script:");
    } else if (name.equals("name")) {
      assertThat(element.tagName()).as(clean).isEqualTo("map");
    } else {
      assertThat(name).as(clean).isIn(TEXT_ATTRIBUTES);
    }
  }

  private static List<String> pieces() throws IOException {
    try (var in = requireNonNull(HostileHtmlTest.class.getResourceAsStream("hostile-html.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(HostileHtmlTest::unescaped)
          .toList();
    }
  }

  private static String unescaped(String line) {
    return Pattern.compile("\\\\(?:x([0-9A-F]{2})|(.))")
        .matcher(line)
        .replaceAll(
            match ->
                java.util.regex.Matcher.quoteReplacement(
                    match.group(1) != null
                        ? Character.toString(Integer.parseInt(match.group(1), 16))
                        : named(match.group(2).charAt(0))));
  }

  private static String named(char name) {
    return switch (name) {
      case 't' -> "\t";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 'f' -> "\f";
      case '0' -> "\0";
      default -> Character.toString(name);
    };
  }
}
