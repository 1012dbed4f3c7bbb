package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Feed as publishers write it, and RSS in JSON. */
class JsonFeedTest {
  private static Entry entry(String members) {
    var item = "{\"id\": \"1\", \"title\": \"a\", " + members + "}";
    return Feeds.entries(
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [" + item + "]}")
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "authors": [{"name": "Ann"}, {"name": "Bob"}]                  | Ann, Bob
          "authors": {"name": "Ann", "url": "/ann", "avatar": "/ann.png"} | Ann
          "authors": ["Ann", "Bob"]                                      | Ann, Bob
          "authors": "Ann"                                               | Ann
          "authors": {"0": {"name": "Ann"}, "1": {"name": "Bob"}}        | Ann, Bob
          "authors": [[{"name": "Ann"}], "Bob", null, {}, ""]            | Ann, Bob
          "author": {"name": "Ann"}                                      | Ann
          "author": [{"name": "Ann"}, {"name": "Bob"}]                   | Ann, Bob
          "author": "Ann"                                                | Ann
          "authors": [{}], "author": {"name": "Ann"}                     | Ann
          """)
  void authorsAreOneOrMany(String members, String names) {
    assertThat(entry(members).authors())
        .extracting(person -> person.display())
        .containsExactly(names.split(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "tags": ["a", "b"]                                 | a;b
          "tags": "a, b,, "                                  | a;b
          "tags": "a"                                        | a
          "tags": ["a, b"]                                   | a, b
          "tags": [{"name": "a"}, {"label": "b"}, {"x": 1}]  | a;b
          "tags": {"name": "a"}                              | a
          "tags": {"0": "a", "2": "b"}                       | a;b
          "tags": [7, true, null, " ", "a", "a"]             | 7;true;a
          "categories": ["a", "b"]                           | a;b
          "category": "a"                                    | a
          "tags": [], "keywords": "a,b"                      | a;b
          """)
  void tagsAreAListOrAText(String members, String tags) {
    assertThat(entry(members).categories())
        .extracting(category -> category.term())
        .containsExactly(tags.split(";"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "attachments": {"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7}
          "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": "7"}]
          "attachments": {"0": {"url": "/a.mp3", "type": "audio/mpeg", "length": 7}}
          "enclosure": {"url": "/a.mp3", "type": "audio/mpeg", "length": "7"}
          """)
  void attachmentsAreOneOrMany(String members) {
    assertThat(entry(members).enclosures())
        .extracting(Enclosure::url, e -> e.type().orElse(""), Enclosure::length)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "http://feeds.example.com/a.mp3", "audio/mpeg", OptionalLong.of(7)));
  }

  @Test
  void attachmentMayBeItsAddress() {
    assertThat(entry("\"attachments\": [\"/a.mp3\", \"/b.mp3\"]").enclosures())
        .extracting(Enclosure::url)
        .containsExactly("http://feeds.example.com/a.mp3", "http://feeds.example.com/b.mp3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "image": "/i.png"
          "image": {"url": "/i.png", "width": 3}
          "image": ["/i.png", "/j.png"]
          "image": [{"width": 3}, {"src": "/i.png"}]
          "image": {}, "banner_image": {"url": "/i.png"}
          """)
  void imageIsAnAddressOrAnObject(String members) {
    assertThat(entry(members).image()).contains("http://feeds.example.com/i.png");
  }

  @Test
  void itemsAreOneOrMany() {
    for (var items :
        new String[] {
          "{\"id\": 17, \"title\": \"a\"}",
          "[{\"id\": 17, \"title\": \"a\"}]",
          "[[{\"id\": 17, \"title\": \"a\"}]]",
          "{\"0\": {\"id\": 17, \"title\": \"a\"}}"
        }) {
      var feed = Feeds.feed("{\"title\": \"F\", \"items\": " + items + "}");
      assertThat(feed.items()).as(items).extracting(i -> i.guid()).containsExactly("17");
    }
  }

  @Test
  void membersOfTheFeedMayBeSingleValuesOrLists() {
    var info =
        Feeds.feed(
                """
                {"version": "https://jsonfeed.org/version/1.1", "title": ["F"], "items": [],
                 "authors": {"name": "Ann"}, "hubs": {"type": "WebSub", "url": "https://hub.example/"},
                 "icon": {"url": "/i.png"}}
                """)
            .info();
    assertThat(info.title()).contains("F");
    assertThat(info.authors()).extracting(p -> p.display()).containsExactly("Ann");
    assertThat(info.hubs()).containsExactly("https://hub.example/");
  }

  @Test
  void datesMayBeNumbers() {
    assertThat(entry("\"date_published\": 1637689445").published())
        .contains(Instant.parse("2021-11-23T17:44:05Z"));
    assertThat(entry("\"date_published\": 0").published()).isEmpty();
  }

  @Test
  void rssInJsonIsReadAsRss() {
    var feed =
        Feeds.feed(
            """
            {"rss": {"version": "2.0", "xmlns:dc": "http://purl.org/dc/elements/1.1/", "channel": {
              "title": "F", "link": "http://example.com/", "ttl": 90,
              "image": {"url": "http://example.com/i.png", "title": "I"},
              "item": [
                {"title": "one", "guid": {"isPermaLink": false, "#value": "g1"}, "link": "http://example.com/1",
                 "description": "<p>By <b>weight</b></p>", "pubDate": "Tue, 23 Nov 2021 17:44:05 GMT",
                 "category": ["a", {"domain": "d", "#value": "b"}], "dc:creator": "Ann",
                 "enclosure": {"url": "http://example.com/1.mp3", "type": "audio/mpeg", "length": 5},
                 "source": {"url": "http://other.example/", "#value": "Other"}, "comments": null},
                {"title": "two", "guid": "http://example.com/2"}, {}]}}}
            """);
    assertThat(feed.info().format()).isEqualTo("rss_2.0");
    assertThat(feed.info().title()).contains("F");
    assertThat(feed.info().image()).contains("http://example.com/i.png");
    assertThat(feed.items())
        .extracting(i -> i.guid())
        .containsExactly("g1", "http://example.com/2");
    var entry = feed.items().getFirst().entry();
    assertThat(entry.link()).contains("http://example.com/1");
    assertThat(entry.content()).contains("<p>By <b>weight</b></p>");
    assertThat(entry.published()).contains(Instant.parse("2021-11-23T17:44:05Z"));
    assertThat(entry.categories()).extracting(c -> c.term()).containsExactly("a", "b");
    assertThat(entry.authors()).extracting(p -> p.display()).containsExactly("Ann");
    assertThat(entry.enclosures())
        .extracting(Enclosure::url)
        .containsExactly("http://example.com/1.mp3");
    assertThat(entry.origin().orElseThrow().title()).contains("Other");
    assertThat(feed.items().get(1).entry().link()).contains("http://example.com/2");
  }

  @Test
  void rssInJsonMayHaveOneItemAndOtherWaysToWriteAttributes() {
    var feed =
        Feeds.feed(
            """
            {"rss": {"@attributes": {"version": "2.0"}, "channel": [{"title": {"#text": "F"}, "item":
              {"title": {"$t": "one"}, "guid": {"@isPermaLink": "false", "#text": "g1"},
               "enclosure": {"@attributes": {"url": "http://example.com/1.mp3", "length": "5"}}}}]}}
            """);
    assertThat(feed.info().title()).contains("F");
    assertThat(feed.items()).extracting(i -> i.guid()).containsExactly("g1");
    var entry = feed.items().getFirst().entry();
    assertThat(entry.title()).isEqualTo("one");
    assertThat(entry.enclosures().getFirst().length()).hasValue(5);
  }

  @Test
  void rssInJsonThatBreaksOffGivesTheItemsBeforeTheBreak() {
    var feed =
        Feeds.feed(
            "<b>Notice</b>{\"rss\": {\"channel\": {\"title\": \"F\", \"item\": [{\"title\":"
                + " \"one\"}, {\"title\": \"tw");
    assertThat(feed.items()).extracting(i -> i.entry().title()).containsExactly("one");
    assertThat(feed.problems()).isNotEmpty();
  }
}
