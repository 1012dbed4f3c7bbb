package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.NamedFeed;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // RSS 0.91 with its DOCTYPE
        """
        <?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
          "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="0.91"><channel><title>F</title><link>http://example.com/</link>
        <item><title>T</title><link>http://example.com/1</link><description>D</description></item></channel></rss>
        """,
        // RSS 0.90
        """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
        <channel><title>F</title></channel>
        <item><title>T</title><link>http://example.com/1</link><description>D</description></item></rdf:RDF>
        """,
        // RSS 1.0
        """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="http://example.com/"><title>F</title></channel>
        <item rdf:about="http://example.com/1"><title>T</title><link>http://example.com/1</link>
        <description>D</description></item></rdf:RDF>
        """,
        // RSS 1.1
        """
        <Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <title>F</title><items rdf:parseType="Collection"><item rdf:about="http://example.com/1"><title>T</title>
        <link>http://example.com/1</link><description>D</description></item></items></Channel>
        """,
        // RSS 2.0, its elements in a namespace
        """
        <rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>F</title>
        <item><title>T</title><link>http://example.com/1</link><description>D</description></item></channel></rss>
        """,
        // Atom 0.3
        """
        <feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>F</title>
        <entry><title>T</title><link rel="alternate" href="http://example.com/1"/><content>D</content></entry></feed>
        """,
        // Atom 1.0
        """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
        <entry><title>T</title><link href="http://example.com/1"/><content>D</content></entry></feed>
        """,
        // Atom without its namespace
        """
        <feed><title>F</title><entry><title>T</title><link href="http://example.com/1"/><content>D</content></entry></feed>
        """,
        // CDF
        """
        <CHANNEL HREF="http://example.com/"><TITLE>F</TITLE>
        <ITEM HREF="http://example.com/1"><TITLE>T</TITLE><ABSTRACT>D</ABSTRACT></ITEM></CHANNEL>
        """,
        // JSON Feed 1.1
        """
        {"version": "https://jsonfeed.org/version/1.1", "title": "F",
         "items": [{"id": "1", "title": "T", "url": "http://example.com/1", "content_html": "D"}]}
        """,
      })
  void everyFormatGivesTheSameEntry(String document) {
    var feed = Feeds.feed(document);
    assertThat(feed.info().title()).contains("F");
    assertThat(feed.items()).hasSize(1);
    var entry = feed.items().getFirst().entry();
    assertThat(entry.title()).isEqualTo("T");
    assertThat(entry.link()).contains("http://example.com/1");
    assertThat(entry.content()).contains("D");
    assertThat(feed.problems()).isEmpty();
  }

  @Test
  void singleAtomEntryIsAFeed() {
    var feed =
        Feeds.feed("<entry xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>T</title></entry>");
    assertThat(feed.items()).extracting(i -> i.entry().title()).containsExactly("T");
  }

  @Test
  void allFieldsOfJsonFeedAreKept() {
    Entry entry =
        Feeds.entries(
                """
                {"version": "https://jsonfeed.org/version/1.1", "title": "F", "language": "de",
                 "items": [{"id": 17, "url": "/a", "external_url": "https://other.example/x", "title": "a < b",
                   "content_text": "one\\n\\ntwo & three", "summary": "s",
                   "date_published": "2021-11-23T17:44:00+01:00", "date_modified": "2021-11-23T18:00:00Z",
                   "authors": [{"name": "Ann", "url": "https://ann.example/"}], "tags": ["x", "y"],
                   "image": "i.png",
                   "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]}]}
                """)
            .getFirst();
    assertThat(entry.guid()).isEqualTo("17");
    assertThat(entry.title()).isEqualTo("a < b");
    assertThat(entry.link()).contains("http://feeds.example.com/a");
    assertThat(entry.content()).contains("<p>one</p><p>two &amp; three</p>");
    assertThat(entry.published()).contains(Instant.parse("2021-11-23T16:44:00Z"));
    assertThat(entry.updated()).contains(Instant.parse("2021-11-23T18:00:00Z"));
    assertThat(entry.authors()).extracting(p -> p.display()).containsExactly("Ann");
    assertThat(entry.categories()).extracting(c -> c.term()).containsExactly("x", "y");
    assertThat(entry.image()).contains("http://feeds.example.com/news/i.png");
    assertThat(entry.enclosures().getFirst().url())
        .isEqualTo("http://feeds.example.com/news/a.mp3");
    assertThat(entry.enclosures().getFirst().length()).hasValue(5);
    assertThat(entry.links().getFirst().href()).isEqualTo("https://other.example/x");
  }

  @Test
  void jsonThatBreaksOffGivesTheItemsBeforeTheBreak() {
    var feed =
        Feeds.feed("{\"title\": \"F\", \"items\": [{\"id\": \"1\"}, {\"id\": \"2\"}, {\"id\": \"3");
    assertThat(feed.info().title()).contains("F");
    assertThat(feed.items()).extracting(i -> i.guid()).containsExactly("1", "2");
    assertThat(feed.problems().getFirst().place()).startsWith("line 1, column");
  }

  @Test
  void pageNamesItsFeeds() {
    var page =
        """
        <!DOCTYPE html><html><head><base href="/blog/">
        <link rel="alternate" type="application/rss+xml" href="feed.xml">
        <link rel="alternate stylesheet" type="application/rss+xml" href="/style.xml"><link rel="alternate" hreflang="de" href="/de">
        <link rel="alternate ALTERNATE" type="application/feed+json" href="https://other.example/feed.json"></head></html>
        """;
    assertThat(Feeds.parse(page.getBytes(StandardCharsets.UTF_8), "text/html"))
        .isEqualTo(
            new Parsed.Page(
                List.of(
                    new NamedFeed(
                        URI.create("http://feeds.example.com/blog/feed.xml"), NamedFeed.Kind.RSS),
                    new NamedFeed(
                        URI.create("https://other.example/feed.json"), NamedFeed.Kind.JSON_FEED)),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{\"a\": 1}",
        "[1]",
        "{",
        "<a/>",
        "<opml><body/></opml>",
        "\u0000\u0001",
        "<",
        "<!--",
        "<![CDATA["
      })
  void otherDocumentsAreUnreadable(String document) {
    assertThat(Feeds.parse(document)).isInstanceOf(Parsed.Unreadable.class);
  }
}
