package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Item;
import io.feedloom.feed.NamedFeed;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds that are not alone in their document: after notices, in pages, one after another. */
class RecoveryTest {
  private static final String RSS =
      "<rss version='2.0'><channel><title>Tea</title>"
          + "<item><guid>1</guid><title>Green</title></item></channel></rss>";

  private static final String ATOM =
      "<feed xmlns='http://www.w3.org/2005/Atom'><title>Tea</title>"
          + "<entry><id>1</id><title>Green</title></entry></feed>";

  private static final String PREFIXED_ATOM =
      "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>Tea</a:title>"
          + "<a:entry><a:id>1</a:id><a:title>Green</a:title></a:entry></a:feed>";

  private static final String RDF =
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
          + " xmlns='http://purl.org/rss/1.0/'><channel><title>Tea</title></channel>"
          + "<item rdf:about='http://example.com/1'><title>Green</title></item></rdf:RDF>";

  private static final String JSON =
      "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Tea\","
          + " \"items\": [{\"id\": \"1\", \"title\": \"Green\"}]}";

  private static final String PAGE_WITH_FEED =
      "<html><head><link rel='alternate' type='application/rss+xml' href='/f.xml'></head><body>";

  private static List<String> titles(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Feed.class);
    return ((Parsed.Feed) parsed)
        .items().stream().map(Item::entry).map(entry -> entry.title()).toList();
  }

  private static Parsed html(String document) {
    return Feeds.parse(document.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<br />\n<b>Notice</b>: no index {x} in <b>/a.php</b> on line <b>3</b><br />\n",
        "<br>\n<b>Warning</b>: array('a' < 1) in <b>/a.php</b><br>\n",
        "Deprecated: f(): {\"a\" is gone} in /a.php on line 3\n",
        "Notice: {\"a\": 1, b} and {\"items\"} in /a.php\n",
        "<p>The database is slow</p>",
        "<p>never closed ",
        "<div><div><div><div><div>deep ",
        "<script>if (a < b) { document.write(\"<rss version='2.0'><channel></channel></rss>\") }"
            + "</script>",
        "<SCRIPT type='x'>var a = {\"version\": 1};</SCRIPT>",
        "<style>rss > channel { color: red }</style>",
        "{\"error\": 1}\n",
        "<!-- <rss version='2.0'> -->",
        "<!-- never closed <b>",
        "<html><head><title>Error</title></head><body>502</body></html>\n",
        "\ufeff\ufeff",
        "<?php echo '<br />' ?>",
        "<link rel='stylesheet' href='a.css'><meta charset='utf-8'><img src='a'><hr>",
      })
  void textBeforeAFeedDoesNotHideIt(String before) {
    for (var feed : List.of(RSS, ATOM, PREFIXED_ATOM, RDF, JSON)) {
      var declared = feed.startsWith("<") ? "<?xml version='1.0' encoding='UTF-8'?>\n" : "";
      assertThat(titles(Feeds.parse(before + declared + feed))).as(feed).containsExactly("Green");
      assertThat(titles(html(before + declared + feed))).as(feed).containsExactly("Green");
      if (!declared.isEmpty()) {
        assertThat(titles(Feeds.parse(declared + before + feed))).containsExactly("Green");
        assertThat(titles(Feeds.parse("\ufeff" + declared + before + feed)))
            .containsExactly("Green");
      }
    }
  }

  @Test
  void declarationAfterALongNoticeIsUsed() {
    var document =
        "<br />\n<b>Notice</b>: x<br />\n".repeat(100)
            + "<?xml version='1.0' encoding='windows-1251'?>"
            + RSS.replace("Green", "Зелёный чай");
    var feed = Feeds.feed(document.getBytes(Charset.forName("windows-1251")));
    assertThat(titles(feed)).containsExactly("Зелёный чай");
  }

  @Test
  void jsonThatIsPassedToAFunctionIsRead() {
    assertThat(titles(Feeds.parse("/**/show(" + JSON + ");"))).containsExactly("Green");
    assertThat(titles(Feeds.parse(")]}',\n" + JSON))).containsExactly("Green");
    assertThat(titles(Feeds.parse("[" + JSON + "]"))).containsExactly("Green");
  }

  @Test
  void faultInJsonAfterANoticeHasItsPosition() {
    var feed = Feeds.feed("Notice: x\n\n" + JSON.replace("}]}", "}, {\"id\": \"2\", \"ti"));
    assertThat(titles(feed)).containsExactly("Green");
    assertThat(feed.problems()).anyMatch(problem -> problem.place().startsWith("line 3, column"));
  }

  @Test
  void feedsInScriptsAndCommentsOfPagesAreNotRead() {
    var scripted = "<html><body><script>var x = " + JSON + "</script><p>Hello</p></body></html>";
    assertThat(html(scripted)).isEqualTo(new Parsed.Page(List.of(), List.of()));
    var listed = "<html><body>data: {\"items\": [{\"id\": 1, \"title\": \"x\"}]}</body></html>";
    assertThat(html(listed)).isEqualTo(new Parsed.Page(List.of(), List.of()));
    var deep = "<html><body><div><div><div><code><rss version='2.0'></code></div></div></div>";
    assertThat(html(deep)).isEqualTo(new Parsed.Page(List.of(), List.of()));
    var picture =
        "<html><body><svg><metadata><rdf:RDF><x:Work/></rdf:RDF></metadata></svg><p>Hello";
    assertThat(html(picture)).isEqualTo(new Parsed.Page(List.of(), List.of()));
    assertThat(html("<!doctype html><!-- " + RSS + " --><p>Hello"))
        .isEqualTo(new Parsed.Page(List.of(), List.of()));
  }

  private static String escaped(String document, String open, String close) {
    return document.replace("&", "&amp;").replace("<", open).replace(">", close);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <html><body><pre>%s</pre></body></html>                                      | &lt;   | &gt;
          <html><head></head><body><h1>File</h1><pre id="x">\\n %s\\n</pre></body></html> | &#60;  | &#62;
          <!doctype html><title>x</title><div><div><textarea>%s</textarea></div></div> | &#x3C; | &#x3e;
          <html><body><p>Sample</p><code>%s</code></body></html>                       | &lt;   | >
          <html><body>%s</body></html>                                                 | &lt;   | &gt;
          <html><body><pre>Notice: no x\\n%s</pre></body></html>                        | &lt;   | &gt;
          %s                                                                           | &lt;   | &gt;
          """)
  void feedThatAPageShowsAsTextIsRead(String page, String open, String close) {
    for (var feed : List.of(RSS, "<?xml version='1.0' encoding='KOI8-R'?>" + ATOM, RDF)) {
      var shown = escaped(feed.replace("Green", "Grün &amp; gut"), open, close);
      assertThat(titles(html(page.replace("\\n", "\n").replace("%s", shown))))
          .containsExactly("Grün & gut");
    }
  }

  @Test
  void jsonThatAPageShowsAsTextIsRead() {
    var quoted = JSON.replace("\"", "&quot;").replace("Green", "a &amp; b");
    var page = "<html><body><pre>" + quoted + "</pre><div class='formatter'></div></body></html>";
    assertThat(titles(html(page))).containsExactly("a & b");
  }

  @Test
  void pageWithLinksAndAnExampleLeadsToItsLinkedFeeds() {
    var page = PAGE_WITH_FEED + "<pre>" + escaped(RSS, "&lt;", "&gt;") + "</pre></body></html>";
    assertThat(html(page))
        .isInstanceOfSatisfying(
            Parsed.Page.class,
            named ->
                assertThat(named.feeds())
                    .extracting(NamedFeed::address)
                    .containsExactly(URI.create("http://feeds.example.com/f.xml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s%s",
        "%s\n<?xml version='1.0'?>\n%s",
        "<?xml version='1.0'?>%s <?xml version='1.0'?> \ufeff%s",
        "%s<!-- next --><br /><b>Notice</b>: x<br />%s",
        "%s</rss></channel>&%s",
        "<html><body>%s%s</body></html>",
        "<feeds>%s%s</feeds>",
        "<a><b><c><d><e>%s</e></d></c></b></a>%s",
      })
  void ofSeveralFeedsInOneDocumentTheEntriesOfAllAreRead(String both) {
    var second = ATOM.replace("<id>1", "<id>2").replace("Green", "Bläck \ud83c\udf75");
    var feed = Feeds.feed(both.formatted(RSS.replace("Green", "Grün \ud83c\udf75"), second));
    assertThat(titles(feed)).containsExactly("Grün \ud83c\udf75", "Bläck \ud83c\udf75");
    assertThat(feed.problems())
        .extracting(problem -> problem.message())
        .anyMatch(m -> m.contains("2 feeds"));
    assertThat(feed.extent()).isEqualTo(Extent.ILL_FORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss/>",
        "<rss version='2.0'></rss>",
        "<rss><channel><title></title></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'/>\n<?xml version='1.0'?>",
      })
  void emptyRootBeforeAFeedDoesNotHideIt(String empty) {
    var feed = Feeds.feed(empty + RSS);
    assertThat(feed.info().title()).contains("Tea");
    assertThat(titles(feed)).containsExactly("Green");
    assertThat(feed.problems()).isNotEmpty();
  }

  @Test
  void feedWithoutItsEndDoesNotIncludeTheNext() {
    var second = RSS.replace("<guid>1", "<guid>2").replace("Green", "Black");
    var cut = RSS.substring(0, RSS.indexOf("</channel>"));
    assertThat(titles(Feeds.parse(cut + second))).containsExactly("Green", "Black");
    var cutInItem = RSS.substring(0, RSS.indexOf("</item>"));
    assertThat(titles(Feeds.parse(cutInItem + "<?xml version='1.0'?>" + second)))
        .containsExactly("Green", "Black");
  }

  @Test
  void jsonFeedsInARowAreAllRead() {
    var second = JSON.replace("\"1\"", "\"2\"").replace("Green", "Black");
    for (var between : List.of("", "\n", ",\n", "<br />Notice: {x}<br />")) {
      var feed = Feeds.feed(JSON + between + second);
      assertThat(titles(feed)).containsExactly("Green", "Black");
      assertThat(feed.problems()).isNotEmpty();
    }
    assertThat(titles(Feeds.parse("{}" + JSON))).containsExactly("Green");
  }

  @Test
  void sameFeedTwiceGivesItsEntriesOnce() {
    assertThat(titles(Feeds.parse(RSS + RSS))).containsExactly("Green");
  }

  @Test
  void feedBeforeCommentsOrJunkIsComplete() {
    for (var tail :
        List.of("", "\n<!-- cached -->\n", "</rss>", " junk & more", "<br>", "\u0000")) {
      var feed = Feeds.feed(RSS + tail);
      assertThat(titles(feed)).containsExactly("Green");
      assertThat(feed.extent()).as(tail).isEqualTo(Extent.WHOLE);
    }
  }
}
