package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Element;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Elements of other vocabularies in entries. */
class ExtensionReaderTest {
  private static Entry rss(String item) {
    return Feeds.entries(
            "<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
                + " xmlns:podcast='https://podcastindex.org/namespace/1.0'"
                + " xmlns:psc='http://podlove.org/simple-chapters'"
                + " xmlns:georss='http://www.georss.org/georss'"
                + " xmlns:gml='http://www.opengis.net/gml'"
                + " xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'"
                + " xmlns:thr='http://purl.org/syndication/thread/1.0'"
                + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
                + " xmlns:cc='http://web.resource.org/cc/'"
                + " xmlns:cco='http://backend.userland.com/creativeCommonsRssModule'"
                + " xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
                + item
                + "</item></channel></rss>")
        .getFirst();
  }

  private static Map<String, String> attributes(Entry entry, String name) {
    return entry.extensions().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .map(Element::attributes)
        .orElseThrow();
  }

  @Test
  void episodeKeepsItsPodcastElements() {
    var entry =
        rss(
            "<itunes:title>E</itunes:title><itunes:author>Ann</itunes:author>"
                + "<itunes:duration>1:02:03</itunes:duration><itunes:episode>7</itunes:episode>"
                + "<itunes:season>2</itunes:season><itunes:episodeType>full</itunes:episodeType>"
                + "<itunes:explicit>false</itunes:explicit><itunes:image href='/e.jpg'/>"
                + "<itunes:summary>about</itunes:summary><itunes:keywords>a, b</itunes:keywords>");
    assertThat(entry.title()).isEqualTo("E");
    assertThat(entry.authors()).extracting(p -> p.display()).containsExactly("Ann");
    assertThat(entry.image()).contains("http://feeds.example.com/e.jpg");
    assertThat(entry.summary()).contains("about");
    assertThat(entry.categories()).extracting(c -> c.term()).containsExactly("a", "b");
    assertThat(entry.extensions())
        .extracting(e -> e.name() + "=" + e.text())
        .contains(
            "duration=1:02:03", "episode=7", "season=2", "episodeType=full", "explicit=false");
  }

  @Test
  void podcasting20PassesThroughWithAllItHolds() {
    var entry =
        rss(
            "<podcast:transcript url='t.vtt' type='text/vtt' language='de'/><podcast:chapters"
                + " url='c.json' type='application/json+chapters'/><podcast:soundbite"
                + " startTime='73.0' duration='60.0'>why</podcast:soundbite><podcast:person"
                + " role='guest'"
                + " href='https://bob.example/'>Bob</podcast:person><podcast:alternateEnclosure"
                + " type='audio/opus' length='5'><podcast:source"
                + " uri='https://example.com/a.opus'/></podcast:alternateEnclosure><podcast:value"
                + " type='lightning'><podcast:valueRecipient split='99'/></podcast:value>");
    assertThat(attributes(entry, "transcript"))
        .containsExactly(
            Map.entry("url", "http://feeds.example.com/news/t.vtt"),
            Map.entry("type", "text/vtt"),
            Map.entry("language", "de"));
    assertThat(attributes(entry, "person")).containsEntry("role", "guest");
    assertThat(entry.extensions())
        .filteredOn(e -> e.name().equals("alternateEnclosure"))
        .flatExtracting(Element::children)
        .extracting(Element::name)
        .containsExactly("source");
    assertThat(entry.extensions())
        .extracting(Element::name)
        .contains("chapters", "soundbite", "value");
  }

  @Test
  void chaptersOfPodlovePassThrough() {
    var entry =
        rss(
            "<psc:chapters version='1.2'><psc:chapter start='0' title='One'/><psc:chapter"
                + " start='1:00' title='Two'/></psc:chapters>");
    assertThat(entry.extensions().getFirst().children())
        .extracting(e -> e.attributes().get("title"))
        .containsExactly("One", "Two");
  }

  @Test
  void markupInExtensionsIsTextAndUnknownElementsAreLeftOut() {
    var entry =
        rss(
            "<itunes:summary>a <b xmlns='http://www.w3.org/1999/xhtml'>bold</b> word<script"
                + " xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></itunes:summary>"
                + "<itunes:subtitle>&lt;img src=x onerror=alert(1)&gt;sub</itunes:subtitle>"
                + "<itunes:unheard>x</itunes:unheard>"
                + "<podcast:person href='javascript:alert(1)' onclick='x()'>Bob</podcast:person>"
                + "<podcast:value type='lightning'><div xmlns='http://www.w3.org/1999/xhtml'/>"
                + "</podcast:value>");
    assertThat(entry.extensions())
        .extracting(e -> e.name() + e.attributes() + e.text() + e.children())
        .containsExactly(
            "summary{}a bold word[]",
            "subtitle{}sub[]",
            "person{}Bob[]",
            "value{type=lightning}[]");
  }

  @Test
  void placesPassThroughInEveryForm() {
    var entry =
        rss(
            "<georss:point>45.256 -71.92</georss:point><georss:where><gml:Point><gml:pos>1"
                + " 2</gml:pos></gml:Point></georss:where><geo:lat>1</geo:lat><geo:long>2</geo:long>");
    assertThat(entry.extensions())
        .extracting(Element::name)
        .containsExactly("point", "where", "lat", "long");
    assertThat(entry.extensions().get(1).children().getFirst().children().getFirst().text())
        .isEqualTo("1 2");
  }

  @Test
  void repliesNameWhatTheyReplyTo() {
    var entry =
        Feeds.atom(
            "<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='urn:1'"
                + " href='https://example.com/1'/><link rel='replies' type='text/html'"
                + " href='https://example.com/2#replies'/>");
    assertThat(attributes(entry, "in-reply-to")).containsEntry("ref", "urn:1");
    assertThat(entry.comments()).contains("https://example.com/2#replies");
  }

  @Test
  void licencesAreLinksHoweverTheyAreWritten() {
    var licence = "https://creativecommons.org/licenses/by/4.0/";
    for (var written :
        new String[] {
          "<cco:license>" + licence + "</cco:license>",
          "<cc:license rdf:resource='" + licence + "'/>"
        }) {
      assertThat(rss(written).links())
          .filteredOn(link -> link.rel().equals("license"))
          .extracting(Link::href)
          .containsExactly(licence);
    }
    assertThat(Feeds.atom("<link rel='license' href='" + licence + "'/>").links())
        .extracting(Link::href)
        .containsExactly(licence);
  }

  @Test
  void renditionsOfOneThingShareAGroup() {
    var media =
        rss("<media:group><media:content url='/a.mp4' medium='video'"
                + " isDefault='true'/><media:content url='/b.mp4'/><media:thumbnail"
                + " url='/a.jpg'/></media:group><media:group><media:content url='/c.mp3'"
                + " type='audio/mpeg'/></media:group><media:content url='/d.png' medium='image'"
                + " width='10' height='20'/>")
            .media();
    assertThat(media).extracting(Media::group).containsExactly(1, 1, 1, 2, 0);
    assertThat(media.getLast().width()).hasValue(10);
  }
}
