package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.store.json.FeedJson;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedInfoTest {
  private static FeedInfo rss(String channel) {
    return Feeds.feed(Feeds.rssFeed(channel)).info();
  }

  @Test
  void allFieldsOfAChannelAreRead() {
    var info =
        rss(
            """
            <link>http://example.com/</link><description>About &lt;b&gt;it&lt;/b&gt;</description><language>de-DE</language>
            <copyright>© we</copyright><generator>Pen 1.0</generator><lastBuildDate>Tue, 23 Nov 2021 17:44:05 GMT</lastBuildDate>
            <image><url>/logo.png</url></image><managingEditor>ann@example.com (Ann)</managingEditor>
            <atom:link rel="self" href="http://example.com/feed"/><atom:link rel="hub" href="https://hub.example/"/>
            """);
    assertThat(info.format()).isEqualTo("rss_2.0");
    assertThat(info.title()).contains("News");
    assertThat(info.subtitle()).contains("About it");
    assertThat(info.link()).contains("http://example.com/");
    assertThat(info.self()).contains("http://example.com/feed");
    assertThat(info.hubs()).containsExactly("https://hub.example/");
    assertThat(info.language()).contains("de-DE");
    assertThat(info.rights()).contains("© we");
    assertThat(info.generator()).contains("Pen 1.0");
    assertThat(info.updated()).contains(Instant.parse("2021-11-23T17:44:05Z"));
    assertThat(info.image()).contains("http://feeds.example.com/logo.png");
    assertThat(info.authors()).extracting(p -> p.display()).containsExactly("Ann");
  }

  @Test
  void categoriesAndElementsOfPodcastsAreRead() {
    var info =
        rss(
            """
            <category>Society</category><category domain="d">Arts</category><category>Society</category>
            <itunes:explicit>no</itunes:explicit><itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>
            <itunes:image href="/art.jpg"/><itunes:new-feed-url>http://example.com/new</itunes:new-feed-url>
            <podcast:locked>yes</podcast:locked>
            """);
    assertThat(info.categories()).extracting(c -> c.term()).containsExactly("Society", "Arts");
    assertThat(info.extensions())
        .extracting(e -> e.name())
        .containsExactly("explicit", "category", "image");
    assertThat(info.extensions().getLast().attributes())
        .containsEntry("href", "http://feeds.example.com/art.jpg");
    assertThat(FeedJson.info(FeedJson.info(info))).isEqualTo(info);
  }

  @Test
  void languageComesFromTheElementThenTheFeedThenTheHeader() {
    var parser = new FeedParser();
    var document = "<feed xmlns='http://www.w3.org/2005/Atom'%s><entry/></feed>";
    var plain = document.formatted("").getBytes(StandardCharsets.UTF_8);
    var parsed =
        (Parsed.Feed)
            parser.parse(
                new FetchedDocument(Feeds.URL, plain, Optional.empty(), Optional.of("fr, en")));
    assertThat(parsed.info().language()).contains("fr");
    assertThat(Feeds.feed(document.formatted(" xml:lang='de'")).info().language()).contains("de");
  }

  @Test
  void paceIsReadFromTheFeed() {
    var pace =
        rss("<ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
                + "<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>x</hour></skipHours>"
                + "<skipDays><day>Sunday</day><day>Someday</day></skipDays>")
            .pace();
    assertThat(pace.ttl()).contains(Duration.ofMinutes(60));
    assertThat(pace.updatePeriod()).contains(Duration.ofMinutes(30));
    assertThat(pace.skipHours()).containsExactlyInAnyOrder(0, 7);
    assertThat(pace.skipDays()).containsExactly(DayOfWeek.SUNDAY);
  }

  @Test
  void invalidPaceIsIgnored() {
    var pace =
        rss("<ttl>-5</ttl><sy:updatePeriod>often</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>")
            .pace();
    assertThat(pace.ttl()).isEmpty();
    assertThat(pace.updatePeriod()).isEmpty();
  }

  @Test
  void guidIsTheIdOrTheLinkOrAHash() {
    assertThat(guid("<guid> g </guid><link>http://example.com/1</link>")).isEqualTo("g");
    assertThat(guid("<link>http://example.com/1</link><title>t</title>"))
        .isEqualTo("http://example.com/1");
    assertThat(guid("<title>t</title><pubDate>x</pubDate>"))
        .startsWith("urn:sha256:")
        .isEqualTo(guid("<title>t</title><pubDate>x</pubDate><description>changed</description>"))
        .isNotEqualTo(guid("<title>u</title><pubDate>x</pubDate>"));
  }

  private static String guid(String item) {
    return Feeds.feed(Feeds.rssFeed("<item>" + item + "</item>")).items().getFirst().guid();
  }

  @Test
  void itemsThatShareAnIdAreKeptAndTheSameItemTwiceIsOne() {
    var first = "<item><guid>g</guid><title>one</title></item>";
    var second = "<item><guid>g</guid><title>two</title></item>";
    var feed = Feeds.feed(Feeds.rssFeed(first + second + first));
    assertThat(feed.items()).extracting(i -> i.entry().title()).containsExactly("one", "two");
    assertThat(feed.items()).extracting(i -> i.entry().guid()).containsExactly("g", "g");
    assertThat(feed.items()).extracting(Item::guid).containsExactly("g", "g");
    assertThat(feed.problems()).hasSize(2);
  }

  @Test
  void fingerprintChangesWithTheContent() {
    long before = fingerprint("<title>a</title><description>b</description>");
    assertThat(fingerprint("<title>a</title><description>b</description>")).isEqualTo(before);
    assertThat(fingerprint("<title>a</title>\n<description>b</description>")).isEqualTo(before);
    assertThat(fingerprint("<title>a</title><description>c</description>")).isNotEqualTo(before);
    assertThat(fingerprint("<title>b</title><description>a</description>")).isNotEqualTo(before);
    assertThat(fingerprint("<title>ab</title><description/>")).isNotEqualTo(before);
    assertThat(
            fingerprint(
                "<title>a</title><description>b</description><category domain='x'>c</category>"))
        .isNotEqualTo(before);
    assertThat(
            fingerprint(
                "<title>a</title><description>b</description><slash:comments"
                    + " xmlns:slash='http://purl.org/rss/1.0/modules/slash/'>7</slash:comments>"))
        .isEqualTo(before);
  }

  private static long fingerprint(String item) {
    return Feeds.feed(Feeds.rssFeed("<item>" + item + "</item>")).items().getFirst().fingerprint();
  }
}
