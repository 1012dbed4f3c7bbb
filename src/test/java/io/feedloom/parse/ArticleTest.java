package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Element;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Media;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One article with everything that a news agency puts into it. */
class ArticleTest {
  private static final String TITLE =
      "Tokyo Claims Russia-China Joint Patrolling in Asia-Pacific Aimed Against Japan";

  private static final Entry ARTICLE =
      Feeds.rss(
          """
          <title>Tokyo Claims Russia-China Joint Patrolling in Asia-Pacific Aimed Against Japan</title>
          <link>https://news.example.com/20211123/patrol.html</link>
          <guid isPermaLink="true">https://news.example.com/20211123/patrol.html</guid>
          <pubDate>2021-11-23T17:44+0000</pubDate>
          <dcterms:modified>2021-11-23T17:45+0000</dcterms:modified>
          <category>news</category>
          <category>russia</category>
          <category>asia &amp; pacific</category>
          <category>japan</category>
          <category>china</category>
          <dc:language>en_EN</dc:language>
          <description>The Defen\u0441e Ministry\u2019s view: it \u201cis aimed\u201d at Tokyo</description>
          <dc:publisher>Sputnik International</dc:publisher>
          <dc:rights>MIA \u201eRosiya Segodnya\u201c</dc:rights>
          <media:group>
            <media:content url="https://cdn.example.com/1920x1080.jpg" medium="image" width="1920" height="1080"/>
            <media:content url="https://cdn.example.com/1920x1440.jpg" medium="image" width="1920" height="1440"/>
          </media:group>
          <media:content url="https://cdn.example.com/1920x1920.jpg" medium="image" width="1920" height="1920"/>
          """);

  @Test
  void itsTitleAndTextAreUnchangedToTheLetter() {
    assertThat(ARTICLE.title()).isEqualTo(TITLE);
    assertThat(ARTICLE.content())
        .contains("The Defen\u0441e Ministry\u2019s view: it \u201cis aimed\u201d at Tokyo");
  }

  @Test
  void itsDatesAreReadWithoutSeconds() {
    assertThat(ARTICLE.published()).contains(Instant.parse("2021-11-23T17:44:00Z"));
    assertThat(ARTICLE.updated()).contains(Instant.parse("2021-11-23T17:45:00Z"));
  }

  @Test
  void itKeepsAllCategoriesInOrder() {
    assertThat(ARTICLE.categories())
        .extracting(Category::term)
        .containsExactly("news", "russia", "asia & pacific", "japan", "china");
  }

  @Test
  void itKeepsAllSizesOfItsImage() {
    assertThat(ARTICLE.media())
        .extracting(m -> m.width().orElseThrow() + "x" + m.height().orElseThrow())
        .containsExactly("1920x1080", "1920x1440", "1920x1920");
    assertThat(ARTICLE.media()).extracting(Media::group).containsExactly(1, 1, 0);
    assertThat(ARTICLE.image()).contains("https://cdn.example.com/1920x1080.jpg");
  }

  @Test
  void itKeepsLanguageRightsAndPublisher() {
    assertThat(ARTICLE.language()).contains("en_EN");
    assertThat(ARTICLE.rights()).contains("MIA \u201eRosiya Segodnya\u201c");
    assertThat(ARTICLE.extensions())
        .filteredOn(e -> e.name().equals("publisher"))
        .extracting(Element::namespace, Element::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "http://purl.org/dc/elements/1.1/", "Sputnik International"));
  }

  @Test
  void datesMayComeFromAtomElements() {
    var entry =
        Feeds.rss(
            "<title>x</title><pubDate>2021-11-23T17:44+0000</pubDate>"
                + "<atom:updated>2021-11-23T17:45+0000</atom:updated>");
    assertThat(entry.updated()).contains(Instant.parse("2021-11-23T17:45:00Z"));
  }
}
