package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Python's feedparser, which much of what reads feeds is built on, finds in our documents what
 * {@code /api/v1/entries} says. Skipped where it is not installed.
 */
class FeedparserIT {
  private static final JsonMapper JSON = new JsonMapper();

  /** The system's own first: one that was put before it seldom has the system's packages. */
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  /** Reads documents with their types as JSON, and says in JSON what feedparser makes of each. */
  private static final String SCRIPT =
      """
      import calendar, feedparser, html, io, json, sys

      def seconds(entry, name):
          time = dict.get(entry, name)
          return None if time is None else calendar.timegm(time)

      def title(entry):
          text = entry.get('title', '')
          is_html = entry.get('title_detail', {}).get('type') == 'text/html'
          return html.unescape(text) if is_html else text

      def entry(e):
          return {
              'id': e.get('id'),
              'title': title(e),
              'link': e.get('link'),
              'published': seconds(e, 'published_parsed'),
              'updated': seconds(e, 'updated_parsed'),
              'authors': [[a.get('name'), a.get('email'), a.get('href')]
                          for a in e.get('authors', [])],
              'tags': [[t.get('term'), t.get('scheme'), t.get('label')]
                       for t in e.get('tags', [])],
              'summary': dict.get(e, 'summary'),
              'content': ''.join(c.value for c in dict.get(e, 'content', [])),
              'enclosures': [[c.get('href'), c.get('type'), c.get('length')]
                             for c in e.get('enclosures', [])],
          }

      def document(d):
          feed = feedparser.parse(
              io.BytesIO(d['body'].encode()), response_headers={'content-type': d['type']},
              sanitize_html=False, resolve_relative_uris=False)
          return {
              'version': feed.version,
              'fault': str(feed.get('bozo_exception', 'some')) if feed.bozo else None,
              'entries': [entry(e) for e in feed.entries],
          }

      json.dump([document(d) for d in json.load(sys.stdin)], sys.stdout)
      """;

  private static final String ATOM =
      """
      <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
        <id>urn:example:atom</id><title>Atom &amp; more</title>
        <updated>2026-02-03T10:00:00Z</updated>
        <entry>
          <id>tag:example.org,2026:1</id>
          <title>Q&amp;A: List&lt;String&gt; explained</title>
          <link href="https://example.org/1?a=1&amp;b=2"/>
          <published>2026-02-01T08:00:00+02:00</published>
          <updated>2026-02-02T09:30:15Z</updated>
          <author><name>Ann Ångström</name>
            <uri>https://example.org/ann</uri></author>
          <author><name>李雷</name></author>
          <category term="java" scheme="https://example.org/topics" label="Java &amp; JVM"/>
          <category term="日本"/>
          <summary>Short &amp; plain</summary>
          <content type="html">&lt;p&gt;Text with &lt;a href="https://example.org/?x=1&amp;amp;y=2"&gt;a link&lt;/a&gt; &amp;amp; ]]&amp;gt;.&lt;/p&gt;</content>
          <link rel="enclosure" href="https://example.org/1.mp3" type="audio/mpeg" length="123456"/>
          <link rel="enclosure" href="https://example.org/1.ogg" type="audio/ogg" length="99"/>
        </entry>
        <entry>
          <id>https://example.org/2</id><title>今日のニュース 👩‍👩‍👧</title>
          <link href="https://example.org/2"/><updated>2026-02-01T00:00:00Z</updated>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <em>and</em> two</p></div></content>
        </entry>
      </feed>
      """;

  private static final String RSS =
      """
      <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
        <channel><title>Größe – „Zitat“</title><link>https://rss.example/</link><description/>
        <item><guid isPermaLink="false">urn:example:rss:1</guid><title>a &lt; b &amp;&amp; c &gt; d</title>
          <link>https://rss.example/1</link><pubDate>Mon, 02 Feb 2026 23:59:59 -0500</pubDate>
          <dc:creator>Bob</dc:creator><category domain="https://rss.example/c">C#</category>
          <category>Release</category>
          <description>&lt;p&gt;Only a description.&lt;/p&gt;</description></item>
        <item><guid>https://rss.example/2</guid><title>An episode</title>
          <link>https://rss.example/2</link><pubDate>Tue, 03 Feb 2026 00:00:00 GMT</pubDate>
          <author>carol@example.com (Carol)</author>
          <description>In short</description>
          <content:encoded><![CDATA[<pre><code>if (a &lt; b) { return "x"; }</code></pre>]]></content:encoded>
          <enclosure url="https://rss.example/2.mp4" type="video/mp4" length="7654321"/>
          <media:content url="https://rss.example/2-small.mp4" type="video/mp4" width="320"><media:title>Small</media:title></media:content>
        </item>
        <item><guid isPermaLink="false">urn:example:rss:3</guid><link>https://rss.example/3</link>
          <description>No title, no date &amp;amp; no author</description></item>
        </channel></rss>
      """;

  private static final String JSON_FEED =
      """
      {"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "items": [
        {"id": "urn:example:json:1", "url": "https://json.example/1", "title": "From JSON",
         "content_text": "A paragraph.\\n\\nAnother one.", "date_published": "2026-01-31T12:00:00+01:00",
         "date_modified": "2026-01-31T13:00:00Z", "tags": ["Jobs", "AI & ML"],
         "authors": [{"name": "Dave", "url": "https://json.example/dave"}],
         "attachments": [{"url": "https://json.example/1.pdf", "mime_type": "application/pdf",
           "size_in_bytes": 4711}]}]}
      """;

  /** Entries in the documents above. */
  private static final int ALL = 6;

  /** The paths of selections, and how a program asks for the same. */
  private static final Map<String, String> SELECTIONS =
      new TreeMap<>(
          Map.of(
              "/feed%s", "",
              "/tags/news%s", "?tag=news",
              "/tags/news%s?tag=-audio", "?tag=news&tag=-audio",
              "/sources/rss%s?limit=2", "?source=rss&limit=2",
              "/feed%s?category=jobs,release", "?category=jobs,release",
              "/feed%s?q=explained", "?q=explained",
              "/tags/nobody%s", "?tag=nobody"));

  private enum Format {
    ATOM("application/atom+xml"),
    RSS("application/rss+xml");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    String path(String selection) {
      return selection.formatted("." + name().toLowerCase(Locale.ROOT));
    }

    /**
     * What a document of this format says about an entry.
     *
     * @param entry as {@code /api/v1/entries} gives it
     * @param alone whether all entries are of one source
     */
    Found found(JsonNode entry, String tagScheme, boolean alone) {
      boolean atom = this == ATOM;
      var updated = time(entry, "updated");
      var stated = time(entry, "published");
      var published = atom ? stated : stated.or(() -> updated).or(() -> time(entry, "firstSeen"));
      var summary = text(entry, "summary");
      var content = text(entry, "content");
      var tags = new ArrayList<List<String>>();
      each(entry, "categories", c -> tags.add(texts(c, "term", "scheme", atom ? "label" : "-")));
      each(
          entry.path("source"),
          "tags",
          tag -> tags.add(List.of(tag.asString(), tagScheme, atom ? tag.asString() : "")));
      var authors = new ArrayList<List<String>>();
      each(entry, "authors", a -> authors.add(texts(a, "name", "email", atom ? "uri" : "-")));
      var source = text(entry.path("source"), "title");
      if (authors.isEmpty()) {
        authors.add(List.of(source, "", ""));
      }
      if (!atom && !alone) {
        authors.replaceAll(
            author ->
                author.get(1).isEmpty() && !author.getFirst().contains(source)
                    ? List.of(author.getFirst() + " (" + source + ")", "", author.getLast())
                    : author);
      }
      var enclosures = new ArrayList<List<String>>();
      each(entry, "enclosures", e -> enclosures.add(texts(e, "url", "type", "length")));
      return new Found(
          text(entry, "guid"),
          text(entry, "title"),
          text(entry, "link"),
          published,
          atom ? updated.or(() -> published).or(() -> time(entry, "lastChanged")) : updated,
          authors,
          Found.sorted(tags),
          summary.isEmpty() ? content : summary,
          atom || !summary.isEmpty() ? content : "",
          atom ? enclosures : enclosures.stream().limit(1).toList());
    }
  }

  /**
   * What a document says about an entry; missing texts are empty. Where there is no summary,
   * feedparser gives the content.
   *
   * @param authors name, address and page of each
   * @param tags term, scheme and label of each
   * @param enclosures address, type and length of each
   */
  private record Found(
      String id,
      String title,
      String link,
      Optional<Instant> published,
      Optional<Instant> updated,
      List<List<String>> authors,
      List<List<String>> tags,
      String summary,
      String content,
      List<List<String>> enclosures) {

    /** What feedparser found, as the script writes it. */
    static Found of(JsonNode entry) {
      return new Found(
          text(entry, "id"),
          text(entry, "title"),
          text(entry, "link"),
          seconds(entry, "published"),
          seconds(entry, "updated"),
          lists(entry, "authors"),
          sorted(lists(entry, "tags")),
          text(entry, "summary"),
          text(entry, "content"),
          lists(entry, "enclosures"));
    }

    private static Optional<Instant> seconds(JsonNode node, String name) {
      var time = node.path(name);
      return time.isNumber() ? Optional.of(Instant.ofEpochSecond(time.asLong())) : Optional.empty();
    }

    private static List<List<String>> sorted(List<List<String>> lists) {
      return lists.stream().sorted(Comparator.comparing(List::toString)).toList();
    }

    private static List<List<String>> lists(JsonNode node, String name) {
      var lists = new ArrayList<List<String>>();
      each(node, name, list -> lists.add(list.valueStream().map(FeedparserIT::text).toList()));
      return lists;
    }
  }

  private static String text(JsonNode node, String name) {
    return text(node.path(name));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asString() : "";
  }

  private static List<String> texts(JsonNode node, String... names) {
    return Stream.of(names).map(name -> text(node, name)).toList();
  }

  private static Optional<Instant> time(JsonNode node, String name) {
    return Optional.of(text(node, name))
        .filter(t -> !t.isEmpty())
        .map(t -> Instant.parse(t).truncatedTo(ChronoUnit.SECONDS));
  }

  private static void each(JsonNode node, String name, Consumer<JsonNode> action) {
    node.path(name).valueStream().forEach(action);
  }

  @TempDir private Path folder;

  private Path config(Publisher publisher) throws IOException {
    publisher.on("/atom", Answer.feed(ATOM));
    publisher.on("/rss", Answer.feed(RSS));
    publisher.on("/json", Answer.feed(JSON_FEED));
    var file = folder.resolve("feeds.yml");
    Files.writeString(
        file,
        """
        title: Planet <Example> & friends
        polling: { allow-addresses: [127.0.0.0/8] }
        feeds:
          - { id: atom, url: %s, tags: [news, text] }
          - { id: rss, url: %s, tags: [news, audio] }
          - { id: json, url: %s, tags: [news], title: "JSON <& more>" }
        """
            .formatted(publisher.uri("/atom"), publisher.uri("/rss"), publisher.uri("/json")));
    return file;
  }

  /** The first that can import feedparser. */
  private static Optional<String> python() throws IOException, InterruptedException {
    for (var python : PYTHONS) {
      try {
        var process = new ProcessBuilder(python, "-c", "import feedparser");
        if (process.redirectErrorStream(true).start().waitFor() == 0) {
          return Optional.of(python);
        }
      } catch (IOException _) {
        // There is none of this name.
      }
    }
    return Optional.empty();
  }

  /** What feedparser makes of the documents. */
  private static JsonNode parsed(String python, List<Map<String, String>> documents)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(python, "-c", SCRIPT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(JSON.writeValueAsBytes(documents));
    }
    var output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("the script's exit code").isZero();
    return JSON.readTree(output);
  }

  /** What is known of the entries of a selection, in its order. */
  private static List<JsonNode> entries(RunningFeedloom feedloom, String query) {
    var answer = JSON.readTree(feedloom.get("/api/v1/entries" + query).body());
    return answer.path("entries").valueStream().toList();
  }

  @Test
  void feedparserFindsInEveryDocumentWhatIsKnownOfTheEntries() throws Exception {
    var python = python();
    assumeTrue(
        python.isPresent(), "no python3 here can import feedparser; install python3-feedparser");
    try (var publisher = Publisher.start();
        var feedloom = RunningFeedloom.start(config(publisher))) {
      feedloom.await("all entries", () -> entries(feedloom, "").size() == ALL);
      var tagScheme = "http://localhost:" + feedloom.uri("/").getPort() + "/tags/";
      var documents = new ArrayList<Map<String, String>>();
      var expected = new ArrayList<List<Found>>();
      for (var selection : SELECTIONS.entrySet()) {
        var known = entries(feedloom, selection.getValue());
        for (var format : Format.values()) {
          var answer = feedloom.get(format.path(selection.getKey()));
          var type = answer.headers().firstValue("Content-Type").orElseThrow();
          assertThat(type).startsWith(format.type);
          documents.add(Map.of("type", type, "body", answer.body()));
          boolean alone = selection.getKey().startsWith("/sources/");
          expected.add(known.stream().map(e -> format.found(e, tagScheme, alone)).toList());
        }
      }

      var read = parsed(python.get(), documents);

      for (int i = 0; i < expected.size(); i++) {
        var document = read.path(i);
        var body = documents.get(i).get("body");
        assertThat(text(document, "fault")).as(body).isEmpty();
        assertThat(text(document, "version")).isIn("atom10", "rss20");
        assertThat(document.path("entries").valueStream().map(Found::of).toList())
            .as(body)
            .isEqualTo(expected.get(i));
      }
      assertThat(expected).extracting(List::size).contains(ALL, 2, 0);
    }
  }
}
