package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Media;
import io.feedloom.feed.Person;
import io.feedloom.parse.field.PersonReader;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <title>a &amp;amp; b</title>                       | a & b
          <title>a &amp;amp;amp; b</title>                   | a &amp; b
          <title>&lt;b&gt;a&lt;/b&gt; b</title>              | a b
          <title>1 &lt; 2</title>                            | 1 < 2
          <title>List&lt;String&gt; explained</title>        | List<String> explained
          <title><![CDATA[a <i>b</i>]]></title>              | a b
          <title/><dc:title>a</dc:title>                     | a
          <media:title>m</media:title><title>a</title>       | a
          """)
  void rssTitlesAreHtmlDecodedOnce(String item, String title) {
    assertThat(Feeds.rss(item).title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <title>a &lt;b&gt; &amp;amp; c</title>                                   | a <b> &amp; c
          <title type="text">a &lt;b&gt;</title>                                   | a <b>
          <title type="html">a &lt;b&gt;b&lt;/b&gt; &amp;amp; c</title>            | a b & c
          <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b> &lt; c</div></title> | a b < c
          """)
  void atomTitlesAreReadByTheirType(String entry, String title) {
    assertThat(Feeds.atom(entry).title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <link>http://example.com/1</link>                                                          | http://example.com/1
          <link> http://example.com/1 </link>                                                        | http://example.com/1
          <link>/1</link>                                                                            | http://feeds.example.com/1
          <guid>http://example.com/1</guid>                                                          | http://example.com/1
          <guid isPermaLink="false">http://example.com/1</guid>                                      |
          <guid>1</guid>                                                                             |
          <link>javascript:alert(1)</link>                                                           |
          <atom:link href="http://example.com/1"/><link>http://example.com/2</link>                  | http://example.com/1
          <atom:link rel="self" href="http://example.com/1"/><link>http://example.com/2</link>       | http://example.com/2
          """)
  void linkIsTheFirstPageOfTheItem(String item, String link) {
    assertThat(Feeds.rss(item).link()).isEqualTo(Optional.ofNullable(link));
  }

  @Test
  void relativeAddressesAreThoseOfTheSiteInRssAndOfTheBaseInAtom() {
    var rss =
        Feeds.entries(
                Feeds.rssFeed("<link>http://example.com/blog/</link><item><link>1</link></item>"))
            .getFirst();
    assertThat(rss.link()).contains("http://example.com/blog/1");
    var atom =
        Feeds.entries(
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://example.com/a/'><entry"
                    + " xml:base='b/'><link href='1'/><content type='html'>&lt;img"
                    + " src='i.png'></content></entry></feed>")
            .getFirst();
    assertThat(atom.link()).contains("http://example.com/a/b/1");
    assertThat(atom.content().orElseThrow()).contains("http://example.com/a/b/i.png");
  }

  @Test
  void contentWithoutABaseIsRelativeToTheEntrysLink() {
    var entry =
        Feeds.rss(
            "<link>http://example.com/2021/1.html</link><description>&lt;img"
                + " src='i.png'&gt;</description>");
    assertThat(entry.content().orElseThrow()).contains("http://example.com/2021/i.png");
  }

  @Test
  void fullTextIsTheContentAndTheDescriptionIsTheSummary() {
    var both =
        Feeds.rss(
            "<description>short</description><content:encoded>&lt;p&gt;long&lt;/p&gt;</content:encoded>");
    assertThat(both.content()).contains("<p>long</p>");
    assertThat(both.summary()).contains("short");
    var one = Feeds.rss("<description>only</description>");
    assertThat(one.content()).contains("only");
    assertThat(one.summary()).isEmpty();
    var same = Feeds.rss("<description>same</description><content:encoded>same</content:encoded>");
    assertThat(same.summary()).isEmpty();
    var atom = Feeds.atom("<summary>short</summary>");
    assertThat(atom.content()).isEmpty();
    assertThat(atom.summary()).contains("short");
  }

  @Test
  void openGraphDescriptionsAreSummaries() {
    var entry =
        Feeds.rss(
            "<description>long</description><og xmlns:og='http://ogp.me/ns#'><type>article</type>"
                + "<description>short</description></og>");
    assertThat(entry.content()).contains("long");
    assertThat(entry.summary()).contains("short");
  }

  @Test
  void descriptionOfAMediaGroupIsTheLastChoiceForTheSummary() {
    var media = "<media:group><media:description>m</media:description></media:group>";
    assertThat(Feeds.rss(media).summary()).contains("m");
    assertThat(Feeds.rss(media + "<itunes:summary>s</itunes:summary>").summary()).contains("s");
  }

  @Test
  void dateOfACdfChannelAppliesToItsItems() {
    var entry =
        Feeds.entries("<CHANNEL><ITEM LASTMOD='2004-04-07T04:05'><TITLE>a</TITLE></ITEM></CHANNEL>")
            .getFirst();
    assertThat(entry.updated()).contains(Instant.parse("2004-04-07T04:05:00Z"));
  }

  @Test
  void doctypeIsNotPartOfATitle() {
    assertThat(Feeds.rss("<title>&lt;!DOCTYPE html&gt;a &lt;!b&gt;</title>").title())
        .isEqualTo("a <!b>");
  }

  @Test
  void metadataInAPictureIsTextAlone() {
    var entry =
        Feeds.atom(
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p><svg"
                + " xmlns='http://www.w3.org/2000/svg'><dc:title"
                + " xmlns:dc='http://purl.org/dc/elements/1.1/'>b</dc:title></svg></div></content>");
    assertThat(entry.content()).contains("<p>a</p>b");
  }

  @Test
  void markupIsNoAddress() {
    assertThat(Feeds.rss("<link>&lt;a href='x'&gt;here&lt;/a&gt;</link>").link()).isEmpty();
  }

  @Test
  void entryWithoutADateStaysUndated() {
    Entry entry =
        Feeds.entries(
                Feeds.rssFeed(
                    "<pubDate>Tue, 23 Nov 2021 17:44:05"
                        + " GMT</pubDate><item><title>a</title></item>"))
            .getFirst();
    assertThat(entry.published()).isEmpty();
    assertThat(entry.updated()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <pubDate>nonsense</pubDate><dc:date>2021-11-23</dc:date>                                  | 2021-11-23T00:00:00Z
          <dcterms:created>2021-11-23</dcterms:created>                                             | 2021-11-23T00:00:00Z
          <atom:published>2021-11-23T00:00:00Z</atom:published><pubDate>Mon, 22 Nov 2021</pubDate>  | 2021-11-23T00:00:00Z
          """)
  void firstValidDateCounts(String item, Instant published) {
    assertThat(Feeds.rss(item).published()).contains(published);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ann@example.com (Ann Lee)              | Ann Lee | ann@example.com |
          Ann Lee <ann@example.com>              | Ann Lee | ann@example.com |
          Ann Lee (http://ann.example.com/)      | Ann Lee |                 | http://ann.example.com/
          ann@example.com                        |         | ann@example.com |
          Ann Lee                                | Ann Lee |                 |
          """)
  void peopleAreReadFromOneText(String written, String name, String email, String uri) {
    assertThat(PersonReader.written(written))
        .contains(
            new Person(
                Optional.ofNullable(name), Optional.ofNullable(email), Optional.ofNullable(uri)));
  }

  @Test
  void atomEntryWithoutAuthorHasTheAuthorOfItsSource() {
    var entry =
        Feeds.atom(
            "<source><title>S</title><id>s</id><author><name>Ann</name></author><link rel='self'"
                + " href='http://example.com/s'/></source>");
    assertThat(entry.authors()).extracting(Person::display).containsExactly("Ann");
    assertThat(entry.origin().orElseThrow().title()).contains("S");
    assertThat(entry.origin().orElseThrow().url()).contains("http://example.com/s");
  }

  @Test
  void enclosuresOfBothKindsAreOneList() {
    var entry =
        Feeds.rss(
            "<enclosure url='a.mp3' length='1,024' type='audio/mpeg'/><enclosure"
                + " url='http://example.com/b' length='-1'/><atom:link rel='enclosure'"
                + " href='http://example.com/b'/><atom:link rel='enclosure' href='/c' title='C'/>");
    assertThat(entry.enclosures())
        .extracting(e -> e.url())
        .containsExactly(
            "http://feeds.example.com/news/a.mp3",
            "http://example.com/b",
            "http://feeds.example.com/c");
    assertThat(entry.enclosures())
        .extracting(e -> e.length())
        .startsWith(OptionalLong.of(1024), OptionalLong.empty());
  }

  @Test
  void mediaInheritElementsOfTheirGroup() {
    var entry =
        Feeds.rss(
            "<media:credit>Ann</media:credit><media:group><media:title>T</media:title><media:content"
                + " url='http://example.com/a.mp4' duration='61' fileSize='9'"
                + " bitrate='x'/><media:thumbnail url='t.jpg'"
                + " width='20%'/></media:group><media:content width='1'/>");
    assertThat(entry.media())
        .extracting(Media::url)
        .containsExactly("http://example.com/a.mp4", "http://feeds.example.com/news/t.jpg");
    var film = entry.media().getFirst();
    assertThat(film.title()).contains("T");
    assertThat(film.credit()).contains("Ann");
    assertThat(film.seconds()).hasValue(61);
    assertThat(film.length()).hasValue(9);
    assertThat(entry.image()).contains("http://feeds.example.com/news/t.jpg");
  }

  @Test
  void otherNamespacesPassThroughWhole() {
    var entry =
        Feeds.rss(
            "<itunes:duration>1:02</itunes:duration><georss:point>45.2"
                + " -71.9</georss:point><dc:creator>Ann</dc:creator><podcast:transcript"
                + " url='http://example.com/t.vtt' type='text/vtt'/><media:rating"
                + " scheme='urn:simple'>adult</media:rating><x:unknown"
                + " xmlns:x='urn:x'>y</x:unknown>");
    assertThat(entry.extensions())
        .extracting(e -> e.name() + "=" + e.text() + e.attributes())
        .containsExactly(
            "duration=1:02{}",
            "point=45.2 -71.9{}",
            "transcript={url=http://example.com/t.vtt, type=text/vtt}",
            "rating=adult{scheme=urn:simple}");
    assertThat(entry.extensions().get(2).namespace())
        .isEqualTo("https://podcastindex.org/namespace/1.0");
  }

  @Test
  void categoriesKeepTermSchemeAndLabel() {
    var atom =
        Feeds.atom(
                "<category term='a' scheme='urn:s' label='A'/><category term='a'"
                    + " scheme='urn:s'/><category term=''/>")
            .categories();
    assertThat(atom).hasSize(1);
    assertThat(atom.getFirst().scheme()).contains("urn:s");
    assertThat(atom.getFirst().display()).isEqualTo("A");
    var rss =
        Feeds.rss("<category domain='urn:s'>a/b</category><dc:subject>c</dc:subject>").categories();
    assertThat(rss).extracting(c -> c.term()).containsExactly("a/b", "c");
  }

  @Test
  void languageIsTheLanguageOfTheEntry() {
    assertThat(Feeds.atom("<title xml:lang='fr'>x</title>").language()).isEmpty();
    assertThat(
            Feeds.entries(
                    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><entry"
                        + " xml:lang='fr'><id>1</id></entry></feed>")
                .getFirst()
                .language())
        .contains("fr");
    assertThat(
            Feeds.entries(
                    "<feed xmlns='http://www.w3.org/2005/Atom'"
                        + " xml:lang='de'><entry><id>1</id></entry></feed>")
                .getFirst()
                .language())
        .contains("de");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<content type='html' src='http://example.com/1'>text</content>",
        "<content type='text/html' src='http://example.com/other'/>",
        "<content type='application/xhtml+xml' src='/1.xhtml'/>",
        "<content src='http://example.com/1'/>",
        "<content type='text' src='https://www.example.com/1/#top'>text</content>",
      })
  void contentThatIsAPageIsNoEnclosure(String content) {
    var entry =
        Feeds.atom("<id>1</id><title>t</title><link href='http://example.com/1'/>" + content);
    assertThat(entry.enclosures()).isEmpty();
    assertThat(entry.link()).contains("http://example.com/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<content type='video/mp4' src='/1.mp4'/>",
        "<content src='/1.mp4'/>",
        "<content type='application/pdf' src='http://feeds.example.com/1.mp4'>text</content>",
      })
  void contentThatIsAFileIsAnEnclosure(String content) {
    var entry =
        Feeds.atom("<id>1</id><title>t</title><link href='http://example.com/1'/>" + content);
    assertThat(entry.enclosures())
        .extracting(e -> e.url())
        .containsExactly("http://feeds.example.com/1.mp4");
  }
}
