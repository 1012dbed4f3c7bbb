package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Tombstone;
import io.feedloom.parse.xml.TreeBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TombstonesTest {
  private static final Instant WHEN = Instant.parse("2026-02-03T04:05:06Z");

  private static String atom(String inside) {
    return "<feed xmlns='http://www.w3.org/2005/Atom'"
        + " xmlns:x='http://purl.org/atompub/tombstones/1.0'>"
        + "<entry><id>urn:a</id><title>A</title></entry>"
        + inside
        + "</feed>";
  }

  @Test
  void tombstonesAreRead() {
    var feed =
        Feeds.feed(
            atom(
                "<x:deleted-entry ref=' urn:b ' when='2026-02-03T05:05:06+01:00'><x:comment>"
                    + "gone</x:comment></x:deleted-entry>"
                    + "<x:deleted-entry ref='urn:c' when='2026-02-03T04:05:06Z'/>"));

    assertThat(feed.tombstones())
        .containsExactly(new Tombstone("urn:b", WHEN), new Tombstone("urn:c", WHEN));
    assertThat(feed.items()).hasSize(1);
    assertThat(feed.problems()).isEmpty();
    assertThat(feed.extent()).isEqualTo(Extent.WHOLE);
  }

  @Test
  void rssFeedMayContainTombstones() {
    var feed =
        Feeds.feed(
            "<rss version='2.0' xmlns:at='http://purl.org/atompub/tombstones/1.0'><channel>"
                + "<at:deleted-entry ref='b' when='2026-02-03T04:05:06Z'/></channel></rss>");

    assertThat(feed.tombstones()).containsExactly(new Tombstone("b", WHEN));
  }

  @Test
  void tombstonesWithoutRefOrDateAreProblems() {
    for (var attributes :
        List.of("ref='urn:b'", "when='2026-02-03T04:05:06Z'", "ref='b' when='?'")) {
      var feed = Feeds.feed(atom("<x:deleted-entry " + attributes + "/>"));

      assertThat(feed.tombstones()).isEmpty();
      assertThat(feed.problems())
          .singleElement()
          .extracting(Object::toString)
          .asString()
          .contains("at:deleted-entry", "RFC 6721");
    }
  }

  @Test
  void noMoreThanAThousandAreRead() {
    var many = "<x:deleted-entry ref='r' when='2026-02-03T04:05:06Z'/>".repeat(1_500);

    assertThat(Feeds.feed(atom(many)).tombstones()).hasSize(Tombstones.MAX_TOMBSTONES);
  }

  @Test
  void completeFeedIsRecognized() {
    var complete = "<h:complete xmlns:h='http://purl.org/syndication/history/1.0'/>";

    assertThat(Feeds.feed(atom(complete)).complete()).isTrue();
    assertThat(Feeds.feed(Feeds.rssFeed(complete)).complete()).isTrue();
    assertThat(Feeds.feed(atom("")).complete()).isFalse();
  }

  @Test
  void brokenDocumentMayLackEntries() {
    assertThat(Feeds.feed(atom("").replace("</feed>", "")).extent()).isEqualTo(Extent.TORN);
  }

  /** The feed has an entry and so many empty elements more. */
  private static String longFeed(int elements) {
    return "<rss version='2.0'><channel>" + "<x/>".repeat(elements) + "<item><guid>a</guid></item>";
  }

  @Test
  void documentCutAtTheLimitIsMarkedAsCut() {
    int rest = TreeBuilder.MAX_ELEMENTS - 4;
    var end = "</channel></rss>";

    assertThat(Feeds.feed(longFeed(rest) + end).extent()).isEqualTo(Extent.WHOLE);
    for (var cut : List.of(longFeed(rest + 1) + end, longFeed(rest) + "<item/>" + end)) {
      var feed = Feeds.feed(cut);
      assertThat(feed.extent()).isEqualTo(Extent.CUT);
      assertThat(feed.problems())
          .extracting(Problem::message)
          .containsExactly("more than 400000 elements; the rest is left out");
    }
    assertThat(Feeds.feed(longFeed(rest) + "<item/>").extent())
        .as("ill-formed too")
        .isEqualTo(Extent.CUT);
  }

  @Test
  void soDoesOneWithMoreEntriesThanAreRead() {
    var items = "<item><guid>a</guid></item>".repeat(Newest.MAX_ITEMS + 1);
    var json = "{\"items\": [" + "{\"id\": \"a\"},".repeat(Newest.MAX_ITEMS) + "{\"id\": \"b\"}]}";

    assertThat(Feeds.feed(Feeds.rssFeed(items)).extent()).isEqualTo(Extent.CUT);
    assertThat(Feeds.feed(json).extent()).isEqualTo(Extent.CUT);
  }
}
