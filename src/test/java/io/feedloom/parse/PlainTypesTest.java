package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Media;
import io.feedloom.feed.Parsed;
import io.feedloom.parse.text.Markup;
import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that its format calls plain is shown as it is written, line by line. */
class PlainTypesTest {
  private static final String TEXT = "Is 1 &lt; 2 &amp;amp; &lt;em&gt;?\nYes.\n\n \nNo.";
  private static final String HTML = "<p>Is 1 &lt; 2 &amp;amp; &lt;em&gt;?<br />Yes.</p><p>No.</p>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<content>%s</content>",
        "<content type='text'>%s</content>",
        "<content type='TEXT'>%s</content>",
        "<content type='text/plain'>%s</content>",
        "<content type='text/plain; charset=utf-8'>%s</content>",
        "<content type='text/markdown'>%s</content>",
        "<summary>%s</summary>",
        "<summary type='text'>%s</summary>",
        "<media:description xmlns:media='http://search.yahoo.com/mrss/'>%s</media:description>",
        "<media:group xmlns:media='http://search.yahoo.com/mrss/'><media:description"
            + " type='plain'>%s</media:description></media:group>",
        "<content type='text'><![CDATA[Is 1 < 2 &amp; <em>?\r\nYes.\r\n\r\nNo.]]></content>",
      })
  void linesOfPlainTextStayLines(String element) {
    var entry = Feeds.atom(element.formatted(TEXT));
    assertThat(entry.content().or(entry::summary).orElseThrow()).contains(HTML);
  }

  @Test
  void plainTextOfOneLineStaysBare() {
    assertThat(
            Feeds.atom("<summary> a &lt;b&gt; </summary>")
                .summary()
                .or(() -> Feeds.atom("<summary> a &lt;b&gt; </summary>").content()))
        .contains("a &lt;b&gt;");
  }

  @Test
  void childrenOfPlainTextAreOnlyText() {
    assertThat(Feeds.atom("<content type='text/plain'>a <b>bold</b> word</content>").content())
        .contains("a bold word");
  }

  @Test
  void mediaTextIsHtmlOnlyIfItsTypeIs() {
    var media =
        Feeds.rss(
                """
                <media:content url="/a.mp4"><media:title>1 &lt; 2 &lt;b&gt;</media:title>
                <media:description type="html">&lt;b&gt;bold&lt;/b&gt; &amp;amp; more</media:description>
                </media:content>
                """)
            .media();
    assertThat(media)
        .extracting(Media::title)
        .extracting(t -> t.orElse(""))
        .containsExactly("1 < 2 <b>");
    assertThat(media)
        .extracting(Media::description)
        .extracting(t -> t.orElse(""))
        .containsExactly("bold & more");
    var html =
        Feeds.rss("<media:description type=\"html\">&lt;b&gt;bold&lt;/b&gt;</media:description>");
    assertThat(html.summary().or(html::content)).contains("<b>bold</b>");
  }

  @Test
  void titlesRightsAndSubtitlesOfAtomAreTextToo() {
    var feed =
        Feeds.feed(
            """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>A &lt;b&gt;</title>
            <subtitle type="text">1 &lt; 2 &lt;i&gt;</subtitle>
            <entry><id>1</id><title type="text">list&lt;int&gt;</title><rights>&lt;c&gt; us</rights></entry></feed>
            """);
    assertThat(feed.info().title()).contains("A <b>");
    assertThat(feed.info().subtitle()).contains("1 < 2 <i>");
    var entry = feed.items().getFirst().entry();
    assertThat(entry.title()).isEqualTo("list<int>");
    assertThat(entry.rights()).contains("<c> us");
  }

  @Test
  void plainTextOfJsonFeedKeepsItsLines() {
    var json =
        """
        {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1",
        "content_text": "1 < 2 <em>\\nYes.\\n\\nNo.", "summary": "a <b>\\nc"}]}
        """;
    var feed = (Parsed.Feed) Feeds.parse(json.getBytes(StandardCharsets.UTF_8), "application/json");
    var entry = feed.items().getFirst().entry();
    assertThat(entry.content()).contains("<p>1 &lt; 2 &lt;em&gt;<br />Yes.</p><p>No.</p>");
    assertThat(entry.summary()).contains("<p>a &lt;b&gt;<br />c</p>");
  }

  @Test
  void longRunOfBlanksIsFast() {
    var blanks = " ".repeat(300_000) + "x\n" + "\n \t".repeat(100_000) + "y";
    assertThat(Jsoup.parse(Markup.paragraphs(blanks)).select("p").eachText())
        .containsExactly("x", "y");
  }
}
