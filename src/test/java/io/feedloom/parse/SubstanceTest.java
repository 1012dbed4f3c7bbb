package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Parsed.Extent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that say nothing. */
class SubstanceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<item/>",
        "<item>\n \n</item>",
        "<item><title/><link></link><guid isPermaLink='false'> </guid></item>",
        "<item><description><![CDATA[ ]]></description><category domain='x'/></item>",
        "<item><title>&#160;</title><description>&amp;nbsp;&#8203;</description></item>",
        "<item><enclosure url='' length='0' type='audio/mpeg'/><media:content url=' '/></item>",
        "<item xml:lang='de'><source url=''/><!-- nothing --></item>",
      })
  void blankItemIsLeftOutAndReported(String item) {
    var feed = Feeds.feed(Feeds.rssFeed("<item><title>a</title></item>" + item));
    assertThat(feed.items()).hasSize(1);
    assertThat(feed.problems())
        .extracting(problem -> problem.message())
        .containsExactly("1 item is blank and is left out");
    assertThat(feed.extent()).isEqualTo(Extent.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<item><guid>1</guid></item>",
        "<item><title>0</title></item>",
        "<item><pubDate>2021-11-23</pubDate></item>",
        "<item><enclosure url='/a.mp3'/></item>",
        "<item><media:group><media:thumbnail url='/a.png'/></media:group></item>",
        "<item><category term='x'/></item>",
        "<item><description>&lt;img src='/a.png'&gt;</description></item>",
        "<item href='/a'/>",
      })
  void itemWithAnyContentIsAnEntry(String item) {
    var feed = Feeds.feed(Feeds.rssFeed(item));
    assertThat(feed.items()).hasSize(1);
    assertThat(feed.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<entry/>",
        "<entry><id/><title type='html'/><content type='xhtml'><div> </div></content></entry>",
        "<entry><link rel='alternate' href=''/><author><name> </name></author></entry>"
      })
  void blankAtomEntryIsLeftOut(String entry) {
    var feed =
        Feeds.feed(
            "<feed xmlns='http://www.w3.org/2005/Atom'>"
                + entry
                + "<entry><id>1</id></entry></feed>");
    assertThat(feed.items()).extracting(i -> i.guid()).containsExactly("1");
    assertThat(feed.problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"id\": \"\", \"title\": \" \"}", "{\"tags\": [], \"author\": {}}"})
  void blankJsonItemIsLeftOut(String item) {
    var feed = Feeds.feed("{\"items\": [" + item + ", {\"id\": \"1\"}]}");
    assertThat(feed.items()).extracting(i -> i.guid()).containsExactly("1");
    assertThat(feed.problems()).hasSize(1);
  }
}
