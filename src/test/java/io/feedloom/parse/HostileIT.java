package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parses hostile documents. The time limit is many times what each needs in linear time, so only
 * work that grows with the square of the size exceeds it.
 */
@Timeout(60)
class HostileIT {
  private static final int M = 1_000_000;

  private static String item(String content) {
    return "<rss version='2.0'><channel><item><guid>g</guid>" + content + "</item></channel></rss>";
  }

  private static String entities() {
    return IntStream.range(1, 30)
        .mapToObj(i -> "<!ENTITY a" + i + " '" + ("&a" + (i - 1) + ";").repeat(10) + "'>")
        .collect(Collectors.joining("", "<!ENTITY a0 'lol'>", ""));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        arguments(
            "billion laughs", "<!DOCTYPE l [" + entities() + "]>" + item("<title>&a29;</title>")),
        arguments(
            "quadratic blow-up",
            "<!DOCTYPE l [<!ENTITY a '"
                + "x".repeat(M / 10)
                + "'>]>"
                + item("<title>" + "&a;".repeat(M / 10))),
        arguments(
            "100,000 deep",
            item(
                "<description>" + "<a>".repeat(M / 10) + "</a>".repeat(M / 10) + "</description>")),
        arguments("100,000 deep and never closed", item("<description>" + "<a>".repeat(M / 10))),
        arguments(
            "100,000 deep in HTML",
            item("<description>" + "&lt;div&gt;".repeat(M / 10) + "</description>")),
        arguments(
            "100,000 tables deep",
            item("<description>" + "&lt;table&gt;".repeat(M / 10) + "</description>")),
        arguments(
            "misnested formatting",
            item(
                "<description>"
                    + "&lt;b&gt;&lt;a href='x'&gt;&lt;/b&gt;".repeat(M / 50)
                    + "</description>")),
        arguments("items in items", "<rss><channel>" + "<item><title>x".repeat(M / 20)),
        arguments(
            "a million attributes",
            "<rss><channel><item "
                + IntStream.range(0, M)
                    .mapToObj(i -> "a" + i + "='1'")
                    .collect(Collectors.joining(" "))
                + "/></channel></rss>"),
        arguments(
            "ten million attributes",
            "<rss><channel><item " + "a=1 ".repeat(10 * M) + "/></channel></rss>"),
        arguments("a long title", item("<title>" + "x ".repeat(5 * M) + "</title>")),
        arguments(
            "a title of tags that never end",
            item("<title>" + "&lt;a x=\"".repeat(M / 5) + "</title>")),
        arguments(
            "a title of comments that never end",
            item("<title>" + "&lt;!--".repeat(M / 5) + "</title>")),
        arguments(
            "content of tags that never end",
            item("<description>" + "&lt;a ".repeat(M / 5) + "</description>")),
        arguments(
            "content of frames that never end",
            item("<description>" + "&lt;iframe ".repeat(M / 10) + "</description>")),
        arguments(
            "a picture in endless sizes",
            item("<description>&lt;img srcset='" + "a 1x, ".repeat(M / 5) + "'&gt;</description>")),
        arguments(
            "a path of dots",
            item("<description>&lt;a href='" + "a/../".repeat(M / 5) + "'&gt;x</description>")),
        arguments("comments that never end", "<rss><channel><item>&" + "<!--".repeat(M / 4)),
        arguments("CDATA that never ends", "<rss><channel><item>&" + "<![CDATA[".repeat(M / 9)),
        arguments(
            "end tags of nothing",
            "<rss><channel><item>" + "<a>".repeat(M / 10) + "</x>".repeat(M / 4)),
        arguments("tags that never end", "<rss><channel><item>" + "<a".repeat(M / 2)),
        arguments("values that never end", "<rss><channel><item>" + "<a b=\"".repeat(M / 6)),
        arguments("ampersands", "<rss><channel><item><title>" + "&".repeat(M)),
        arguments(
            "namespaces",
            item(
                IntStream.range(0, M / 30)
                    .mapToObj(i -> "<a" + i + ":b xmlns:a" + i + "='u" + i + "'/>")
                    .collect(Collectors.joining()))),
        arguments("bases in bases", item("<description>" + "<a xml:base='x/'>".repeat(M / 10))),
        arguments("an author of signs", item("<author>" + "a@".repeat(M / 2) + "</author>")),
        arguments("a date of digits", item("<pubDate>" + "1 ".repeat(M / 2) + "</pubDate>")),
        arguments("a link of breaks", item("<link>http://x/" + "\n ".repeat(M / 2) + "y</link>")),
        arguments("items without end", "<rss><channel>" + "<item/>".repeat(M) + "</channel></rss>"),
        arguments("JSON 100,000 deep", "{\"items\":" + "[".repeat(M / 10)),
        arguments("JSON with a long number", "{\"items\":[{\"id\":" + "9".repeat(M) + "}]}"),
        arguments("JSON with a large exponent", "{\"items\":[{\"id\":1e999999999}]}"),
        arguments("a page 100,000 deep", "<html>" + "<div>".repeat(M / 10)),
        arguments("a page that is one tag", "<html>" + "<rss".repeat(M)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void timeAndOutputAreBounded(String name, String document) {
    var bytes = document.getBytes(StandardCharsets.UTF_8);
    var parsed = Feeds.parse(bytes, "application/xml");
    if (parsed instanceof Parsed.Feed feed) {
      assertThat(feed.items()).hasSizeLessThanOrEqualTo(Newest.MAX_ITEMS);
      assertThat(feed.problems()).hasSizeLessThan(100);
      long output = feed.items().stream().mapToLong(item -> item.entry().toString().length()).sum();
      assertThat(output).isLessThan(3L * bytes.length + 10_000);
    }
  }

  @Test
  void noBytesMakeItThrow() {
    var random = new Random(1);
    var seed =
        Feeds.rssFeed(
                "<item><title>a &amp; b</title><link>http://example.com/</link><pubDate>Tue, 23 Nov"
                    + " 2021 17:44:05"
                    + " GMT</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description></item>")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3_000; i++) {
      var bytes = seed.clone();
      for (int n = random.nextInt(1, 30); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (Feeds.parse(bytes, "text/xml") instanceof Parsed.Feed feed) {
        assertThat(feed.items()).extracting(Item::entry).doesNotContainNull();
      }
    }
  }

  @Test
  void entitiesOfTheDocumentsOwnAreNeverExpanded() {
    var entry =
        Feeds.entries(
                "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                    + item("<title>a &x; b</title>"))
            .getFirst();
    assertThat(entry.title()).isEqualTo("a &x; b");
  }

  @Test
  void controlCharactersAndHalfPairsAreLeftOut() {
    var entry = Feeds.entries(item("<title>a\u0000b\u0008c&#0;&#xD800;&#x1F;d</title>")).getFirst();
    assertThat(entry.title()).isEqualTo("abcd");
  }

  @Test
  void halfPairsInBytesAreNoText() {
    var title = "a\u00ed\u00a0\u0080b"; // U+D800, were it UTF-8
    var document = item("<title>" + title + "</title>").getBytes(StandardCharsets.ISO_8859_1);
    var read = Feeds.feed(document).items().getFirst().entry().title();
    assertThat(read).startsWith("a").endsWith("b").doesNotContain("\ud800");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(read)).isTrue();
  }

  @Test
  void bytesOfAnotherCharsetAreReadAsWindows1252() {
    var head = "<rss><channel><item><title>\u20ac ".getBytes(StandardCharsets.UTF_8);
    var tail = "</title></item></channel></rss>".getBytes(StandardCharsets.UTF_8);
    var mixed = new byte[head.length + 1 + tail.length];
    System.arraycopy(head, 0, mixed, 0, head.length);
    mixed[head.length] = (byte) 0x80;
    System.arraycopy(tail, 0, mixed, head.length + 1, tail.length);
    assertThat(Feeds.feed(mixed).items().getFirst().entry().title()).isEqualTo("\u20ac \u20ac");
  }

  @Test
  void directionalControlsStayText() {
    var entry = Feeds.entries(item("<title>\u202eabc\u202c \u2066x\u2069</title>")).getFirst();
    assertThat(entry.title()).isEqualTo("\u202eabc\u202c \u2066x\u2069");
  }
}
