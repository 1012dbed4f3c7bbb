package io.feedloom.parse.rome;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Link;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.parse.Feeds;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.xml.Encoded;
import io.feedloom.parse.xml.StrictXml;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests which elements Rome gets, and what it returns. */
class RomeTest {
  private static final Bases BASES =
      new Bases("http://example.com/", Optional.empty(), Optional.empty());

  private static Prepared prepared(String root, String item) {
    var document =
        "<"
            + root
            + " xmlns:atom='http://www.w3.org/2005/Atom'"
            + " xmlns:dc='http://purl.org/dc/elements/1.1/'"
            + " xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            + item
            + "</"
            + root.split(" ", 2)[0]
            + ">";
    var body = Encoded.of(document.getBytes(StandardCharsets.UTF_8), Optional.empty());
    var read = (StrictXml.Outcome.Read) StrictXml.read(body);
    return Prepared.of(read.tree().root().children().getFirst(), BASES);
  }

  private static Prepared rss(String item) {
    return prepared("rss", "<item>" + item + "</item>");
  }

  private static Prepared atom(String entry) {
    return prepared("feed xmlns='http://www.w3.org/2005/Atom'", "<entry>" + entry + "</entry>");
  }

  @Test
  void romeReadsAnItemOfRss() {
    var item =
        rss(
            "<title>a &amp;amp; b</title><link>/1</link><guid isPermaLink='false'>g</guid>"
                + "<description>d</description><content:encoded>c</content:encoded>"
                + "<author>ann@example.com (Ann)</author><comments>/c</comments>"
                + "<category domain='urn:s'>x</category><source url='/s'>S</source>"
                + "<enclosure url='a.mp3' length='5' type='audio/mpeg'/>"
                + "<dc:subject>y</dc:subject><dc:creator>Bob</dc:creator>");
    var known = Rome.read(item);
    assertThat(known.title()).contains(new Construct("a &amp; b", true));
    assertThat(known.page()).contains("http://example.com/1");
    assertThat(known.permalink()).isEmpty();
    assertThat(known.description()).contains(new Construct("d", true));
    assertThat(known.content()).contains(new Construct("c", true));
    assertThat(known.authors()).extracting(Person::display).containsExactly("Ann");
    assertThat(known.comments()).contains("/c");
    assertThat(known.categories())
        .containsExactly(new Category("x", Optional.of("urn:s"), Optional.empty()));
    assertThat(known.origin().flatMap(Origin::url)).contains("http://example.com/s");
    assertThat(known.enclosures())
        .extracting(Enclosure::url)
        .containsExactly("http://example.com/a.mp3");
    assertThat(known.dublinCore().getCreators()).containsExactly("Bob");
    assertThat(item.rest().all("title", "link", "author", "dc:subject")).isEmpty();
  }

  @Test
  void romeReadsAnEntryOfAtom() {
    var entry =
        atom(
            "<title type='text'>a &lt; b</title><id>urn:1</id><link href='/1'/>"
                + "<link rel='enclosure' href='/a.mp3' length='5'/><link rel='via' href='/v'/>"
                + "<author><name>Ann</name></author><category term='x' label='X'/>"
                + "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>c</b></div>"
                + "</content><rights type='html'>&lt;i&gt;r&lt;/i&gt;</rights>"
                + "<source><title>S</title><link rel='self' href='/s'/></source>");
    var known = Rome.read(entry);
    assertThat(known.title()).contains(new Construct("a < b", false));
    assertThat(known.permalink()).contains("urn:1");
    assertThat(known.page()).contains("http://example.com/1");
    assertThat(known.links()).extracting(Link::rel).containsExactly("via");
    assertThat(known.enclosures())
        .extracting(Enclosure::url)
        .containsExactly("http://example.com/a.mp3");
    assertThat(known.authors()).extracting(Person::display).containsExactly("Ann");
    assertThat(known.categories()).extracting(Category::display).containsExactly("X");
    assertThat(known.content()).contains(new Construct("<b>c</b>", true));
    assertThat(known.rights()).contains("r");
    assertThat(known.origin().flatMap(Origin::url)).contains("http://example.com/s");
  }

  @Test
  void datesStayApart() {
    var item = rss("<pubDate>Tue, 23 Nov 2021</pubDate><dc:date>2021-11-23</dc:date>");
    assertThat(item.element().getChildren()).isEmpty();
    assertThat(item.rest().all("pubdate", "dc:date")).hasSize(2);
    var entry = atom("<updated>2021-11-23T00:00:00.39885Z</updated>");
    assertThat(entry.element().getChildren()).isEmpty();
    assertThat(entry.rest().all("atom:updated")).hasSize(1);
  }

  @Test
  void elementsOutOfSpecificationAreKeptFromRome() {
    var item =
        rss(
            "<title>a</title><title>b</title><author><name>Ann</name></author>"
                + "<enclosure href='a.mp3'/><atom:author><atom:name>Bob</atom:name></atom:author>"
                + "<TITLE>c</TITLE>");
    assertThat(item.element().getChildren()).hasSize(1);
    assertThat(item.rest().all("title")).hasSize(2);
    assertThat(item.rest().all("author", "enclosure", "atom:author")).hasSize(3);
  }

  @Test
  void lastAddressIsTheLinkIfThereAreSeveral() {
    assertThat(Rome.read(rss("<link>/1</link><link>mailto:x</link><link>/2</link>")).page())
        .contains("http://example.com/2");
  }

  @Test
  void ofAlternateLinksRomeMeetsTheBestFirst() {
    var links = "<link href='/1' type='application/pdf'/><link href='/2' type='text/html'/>";
    assertThat(Rome.read(atom(links)).page()).contains("http://example.com/2");
  }

  @Test
  void itemThatRomeCannotReadIsRead() {
    var entry =
        Feeds.entries(
                "<rss><channel><item><atom:title>t</atom:title><abstract>d</abstract>"
                    + "<published>2021-11-23</published></item></channel></rss>")
            .getFirst();
    assertThat(entry.title()).isEqualTo("t");
    assertThat(entry.content()).contains("d");
    assertThat(entry.published()).isPresent();
  }
}
