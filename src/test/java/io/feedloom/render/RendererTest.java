package io.feedloom.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.SyndFeedInput;
import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Media;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Person;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLInputFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RendererTest {
  private static final int DOCUMENTS = 100;
  private static final FeedProfile A = Samples.source("a", Set.of(Tag.of("Java"), Tag.of("C++")));
  private static final FeedProfile B = Samples.source("b", Set.of());

  private static Entry.Builder entry(String guid) {
    return Entry.builder(guid).title("Title of " + guid).link("https://example.com/" + guid);
  }

  private static String render(OutputFormat type, StoredEntry... entries) {
    return render(Byline.AUTHORS, type, List.of(entries));
  }

  private static String render(Byline byline, OutputFormat type, List<StoredEntry> entries) {
    var feed = Samples.feed(byline, type, entries, A, B);
    return new String(Renderer.render(feed, type).body(), StandardCharsets.UTF_8);
  }

  private static JsonNode item(String json) {
    return new ObjectMapper().readTree(json).path("items").path(0);
  }

  /** Seeded: any failure comes again. */
  @ParameterizedTest
  @EnumSource
  void anyTextInAnyFieldGivesAValidDocument(OutputFormat type) {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      var body = Renderer.render(Samples.hostile(seed, type), type).body();
      var faults =
          switch (type) {
            case ATOM -> FeedRules.ofAtom(body);
            case RSS -> FeedRules.ofRss(body);
            case JSON -> FeedRules.ofJson(body);
          };
      assertThat(faults).as("seed %s", seed).isEmpty();
      assertThat(isUtf8(body)).isTrue();
    }
  }

  private static boolean isUtf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).length() > 0;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noAddressThatRunsCodeGoesOutAsAnAddress(OutputFormat type) {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      var body =
          new String(
              Renderer.render(Samples.hostile(seed, type), type).body(), StandardCharsets.UTF_8);
      assertThat(body)
          .doesNotContainPattern("(?i)(href|url|src|uri|scheme)\"?[=:] ?\"\\s*(java|data:|//|/p)");
      assertThat(body).doesNotContainPattern("(href|url|Url)\"?[=:] ?\"https?://user:pass");
    }
  }

  @Test
  void allFormatsContainTheSameEntries() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      var atom =
          rome(Renderer.render(Samples.hostile(seed, OutputFormat.ATOM), OutputFormat.ATOM).body());
      var rss =
          rome(Renderer.render(Samples.hostile(seed, OutputFormat.RSS), OutputFormat.RSS).body());
      var json =
          new ObjectMapper()
              .readTree(
                  Renderer.render(Samples.hostile(seed, OutputFormat.JSON), OutputFormat.JSON)
                      .body());

      assertThat(atom.stream().map(SyndEntry::getLink).map(RendererTest::orNothing))
          .as("seed %s", seed)
          .containsExactlyElementsOf(rss.stream().map(e -> orNothing(e.getLink())).toList())
          .containsExactlyElementsOf(texts(json, "url"));
      assertThat(rss.stream().map(e -> orNothing(e.getUri())))
          .containsExactlyElementsOf(texts(json, "id"));
    }
  }

  private static String orNothing(String text) {
    return text == null ? "" : text;
  }

  private static List<String> texts(JsonNode feed, String name) {
    return StreamSupport.stream(feed.path("items").spliterator(), false)
        .map(item -> item.path(name).asString(""))
        .toList();
  }

  private static List<SyndEntry> rome(byte[] body) throws Exception {
    var reader = new StringReader(new String(body, StandardCharsets.UTF_8));
    return new SyndFeedInput().build(reader).getEntries();
  }

  @ParameterizedTest
  @EnumSource(names = {"ATOM", "RSS"})
  void everyTextComesBackAsItWasFromTheParserOfTheJdk(OutputFormat type) throws Exception {
    var html = "<p>]]&gt; ]]> &amp;amp; 👩‍👩‍👧‍👦 \r\n\t\u202e\u0085 \"'</p>".repeat(25_000);
    var body =
        Renderer.render(
                Samples.feed(
                    type,
                    List.of(Samples.stored("a", entry("1").content(html).build(), Samples.THEN)),
                    A),
                type)
            .body();

    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    var reader = factory.createXMLStreamReader(new ByteArrayInputStream(body), "UTF-8");
    var texts = new ArrayList<String>();
    while (reader.hasNext()) {
      if (reader.next() == javax.xml.stream.XMLStreamConstants.START_ELEMENT
          && (reader.getLocalName().equals("content")
              || reader.getLocalName().equals("description"))) {
        texts.add(reader.getElementText());
      }
    }
    assertThat(texts.contains(html)).as("the text came back").isTrue();
    assertThat(html.length()).isGreaterThan(1_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void sameInputGivesTheSameBytesAndTag(OutputFormat type) {
    var one = Renderer.render(Samples.hostile(3, type), type);
    var other = Renderer.render(Samples.hostile(3, type), type);

    assertThat(one.body()).isEqualTo(other.body());
    assertThat(one.etag()).isEqualTo(other.etag()).matches("[0-9a-f]{32}");
    assertThat(Renderer.render(Samples.hostile(4, type), type).etag()).isNotEqualTo(one.etag());
    assertThat(one.contentType()).isEqualTo(type.contentType());
  }

  @Test
  void lastModifiedAndUpdatedAreTheNewestChange() {
    var early = Samples.stored("a", entry("1").build(), Samples.THEN);
    var late = Samples.stored("b", entry("2").build(), Samples.THEN.plusSeconds(5));
    var feed = Samples.feed(OutputFormat.ATOM, List.of(early, late), A, B);

    var rendered = Renderer.render(feed, OutputFormat.ATOM);

    assertThat(rendered.lastModified()).contains(Samples.THEN.plusSeconds(5));
    assertThat(new String(rendered.body(), StandardCharsets.UTF_8))
        .contains("</subtitle><updated>2026-11-20T10:00:05Z</updated>");
  }

  @Test
  void feedWithoutEntriesIsValidAndNeverDatedToday() {
    var atom = Renderer.render(Samples.feed(OutputFormat.ATOM, List.of()), OutputFormat.ATOM);
    var rss = Renderer.render(Samples.feed(OutputFormat.RSS, List.of()), OutputFormat.RSS);
    var json = Renderer.render(Samples.feed(OutputFormat.JSON, List.of()), OutputFormat.JSON);

    assertThat(FeedRules.ofAtom(atom.body())).isEmpty();
    assertThat(FeedRules.ofRss(rss.body())).isEmpty();
    assertThat(FeedRules.ofJson(json.body())).isEmpty();
    assertThat(new String(atom.body(), StandardCharsets.UTF_8))
        .contains("<updated>2000-01-01T00:00:00Z</updated>");
    assertThat(atom.lastModified()).isEmpty();
  }

  @Test
  void idDependsOnTheEntryAndNotOnThePage() {
    var entry = entry("tag:x,2026:1").build();
    var owner = Samples.stored("a", entry, Samples.THEN);
    var taken = Samples.stored("b", entry, Samples.THEN, Digest.of(entry.guid()), true);

    assertThat(ids(owner)).containsExactly("tag:x,2026:1");
    assertThat(ids(taken))
        .first()
        .asString()
        .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(ids(taken, owner)).containsExactly(ids(taken).getFirst(), "tag:x,2026:1");
    for (var type : List.of(OutputFormat.RSS, OutputFormat.JSON)) {
      assertThat(render(type, taken)).contains(ids(taken).getFirst());
    }
  }

  @Test
  void ofSeveralEntriesWithOneGuidInOneFeedTheFirstAloneIsKnownByIt() {
    var entry = entry("tag:x,2026:1").build();
    var first = Samples.stored("a", entry, Samples.THEN);
    var second = Samples.stored("a", entry, Samples.THEN, 4711, false);
    var third = Samples.stored("a", entry, Samples.THEN, 4712, true);

    assertThat(ids(first, second, third))
        .doesNotHaveDuplicates()
        .startsWith("tag:x,2026:1")
        .isEqualTo(List.of(ids(first).getFirst(), ids(second).getFirst(), ids(third).getFirst()));
  }

  @Test
  void guidThatLooksLikeADerivedIdGivesNoIdTwice() {
    var guid = "tag:x,2026:1";
    var second = Samples.stored("a", entry(guid).build(), Samples.THEN, 0xabcL, false);
    var scoped = "https://a.example.com/feed.xml " + guid;
    for (var copied : List.of(scoped, "0000000000000abc " + scoped, "0000000000000abc " + guid)) {
      var other = Samples.stored("a", entry(copied).build(), Samples.THEN);

      assertThat(ids(second, other)).as(copied).doesNotHaveDuplicates();
    }
  }

  private static List<String> ids(StoredEntry... entries) {
    var root =
        FeedRules.parsed(render(OutputFormat.ATOM, entries).getBytes(StandardCharsets.UTF_8))
            .getDocumentElement();
    return FeedRules.children(root, FeedRules.ATOM, "entry").stream()
        .map(e -> FeedRules.text(e, FeedRules.ATOM, "id"))
        .toList();
  }

  @Test
  void idThatIsNoIriIsConvertedOnlyInAtomAndStaysTheSame() {
    var entry = Samples.stored("a", entry("post-4711").build(), Samples.THEN);

    assertThat(ids(entry)).isEqualTo(ids(entry)).allMatch(id -> id.startsWith("urn:uuid:"));
    assertThat(render(OutputFormat.RSS, entry))
        .contains("<guid isPermaLink=\"false\">post-4711</guid>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("id").asString()).isEqualTo("post-4711");
  }

  @Test
  void shortNumberIsNoPublicId() {
    var entry = Samples.stored("a", entry("4711").build(), Samples.THEN);
    var json = item(render(OutputFormat.JSON, entry)).path("id").asString();

    assertThat(json).startsWith("urn:uuid:");
    assertThat(ids(entry)).containsExactly(json);
    assertThat(render(OutputFormat.RSS, entry)).contains("<guid isPermaLink=\"false\">" + json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:uuid:123", "tag:example.com:no-date", "urn:x"})
  void nameThatItsSchemeDoesNotAllowIsNoIri(String name) {
    assertThat(ids(Samples.stored("a", entry(name).build(), Samples.THEN)))
        .allMatch(id -> id.startsWith("urn:uuid:") && !id.equals(name));
  }

  @Test
  void textThatLooksLikeMarkupIsReadAsTextByEveryReader() throws Exception {
    var title = "Why <b> is not </strong> & what &amp; is";
    var entry =
        Samples.stored("a", entry("1").title(title).rights("© <A> & <B>").build(), Samples.THEN);

    assertThat(render(OutputFormat.RSS, entry))
        .contains("<title>Why &#x3C;b&#x3E; is not &#x3C;/strong&#x3E; &#x26; what &#x26;amp; is<");
    assertThat(render(OutputFormat.ATOM, entry))
        .contains("<title type=\"html\">Why &amp;lt;b&amp;gt;")
        .contains("<rights type=\"html\">© &amp;lt;A&amp;gt; &amp;amp;");
    for (OutputFormat type : List.of(OutputFormat.ATOM, OutputFormat.RSS)) {
      var read = rome(render(type, entry).getBytes(StandardCharsets.UTF_8)).getFirst();
      var text = read.getTitleEx();
      assertThat("html".equals(text.getType()) ? unescaped(text.getValue()) : text.getValue())
          .isEqualTo(title);
    }
    assertThat(item(render(OutputFormat.JSON, entry)).path("title").asString()).isEqualTo(title);
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  @Test
  void mediaGroupHasAtLeastTwoMedia() {
    var entry =
        Samples.stored(
            "a",
            entry("1")
                .media(List.of(media("a.jpg", 1), media("b.jpg", 1), media("c.jpg", 2)))
                .build(),
            Samples.THEN);

    for (OutputFormat type : List.of(OutputFormat.ATOM, OutputFormat.RSS)) {
      assertThat(render(type, entry))
          .contains(
              "<media:group><media:content url=\"https://example.com/a.jpg\"/>"
                  + "<media:content url=\"https://example.com/b.jpg\"/></media:group>"
                  + "<media:content url=\"https://example.com/c.jpg\"/>");
    }
  }

  private static Media media(String file, int group) {
    return new Media(
        "https://example.com/" + file,
        false,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        group);
  }

  @Test
  void entryWithOnlyATitleRepeatsItInItsContent() {
    var entry = Samples.stored("a", Entry.builder("1").title("a < b").build(), Samples.THEN);

    assertThat(render(OutputFormat.ATOM, entry))
        .contains("<content type=\"html\"><![CDATA[a &lt; b]]></content>");
  }

  @Test
  void onlyAGuidThatIsTheLinkIsAPermalink() {
    var same =
        Entry.builder("https://example.com/1").link("https://example.com/1").title("x").build();
    var other = Entry.builder("https://example.com/?p=1").link("https://example.com/1").build();

    assertThat(render(OutputFormat.RSS, Samples.stored("a", same, Samples.THEN)))
        .contains("<guid isPermaLink=\"true\">");
    assertThat(render(OutputFormat.RSS, Samples.stored("a", other, Samples.THEN)))
        .contains("<guid isPermaLink=\"false\">");
  }

  @Test
  void tagsAndCategoriesGoOutInEveryFormat() {
    var category =
        new Category("release", Optional.of("https://example.com/c/"), Optional.of("Release"));
    var entry =
        Samples.stored(
            "a",
            entry("1").categories(List.of(category, Category.of("Java"))).build(),
            Samples.THEN);

    assertThat(render(OutputFormat.ATOM, entry))
        .contains(
            "<category term=\"release\" scheme=\"https://example.com/c/\" label=\"Release\"/>",
            "<category term=\"java\" scheme=\"https://planet.example.org/tags/\" label=\"Java\"/>");
    assertThat(render(OutputFormat.RSS, entry))
        .contains(
            "<category domain=\"https://example.com/c/\">release</category>",
            "<category domain=\"https://planet.example.org/tags/\">C++</category>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("tags").toString())
        .isEqualTo("[\"Release\",\"Java\",\"C++\"]");
  }

  @Test
  void undatedEntryHasTheTimeWhenItWasFirstSeenWhereReadersNeedADate() {
    var entry = Samples.stored("a", entry("1").build(), Samples.THEN);

    assertThat(render(OutputFormat.RSS, entry))
        .contains("<pubDate>" + Dates.rfc822(Samples.THEN) + "</pubDate>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("date_published").asString())
        .isEqualTo(Samples.THEN.toString());
    assertThat(render(OutputFormat.ATOM, entry)).doesNotContain("<published>");
  }

  @Test
  void dateInTheFutureIsReplacedByTheTimeWhenTheEntryWasFirstSeen() {
    var future = Samples.THEN.plusSeconds(86_400);
    var entry =
        Samples.stored("a", entry("1").published(future).updated(future).build(), Samples.THEN);

    for (var format : OutputFormat.values()) {
      assertThat(render(format, entry))
          .as(format.toString())
          .doesNotContain(Dates.rfc822(future), Dates.rfc3339(future));
    }
    assertThat(render(OutputFormat.ATOM, entry))
        .contains("<published>" + Samples.THEN + "</published>");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x.mp3?y=z.ogg, '', audio/mpeg",
    "https://a.example/X.M4A#t, nonsense, audio/mp4",
    "https://a.example/x.mp3, audio/x-own, audio/x-own",
    "https://a.example.mp4, '', ''",
    "https://a.example/x.unknown, '', ''",
  })
  void typeOfAFileComesFromItsExtensionIfMissing(String url, String stated, String type) {
    assertThat(FileTypes.of(Optional.of(stated).filter(it -> !it.isEmpty()), url).orElse(""))
        .isEqualTo(type);
    var entry =
        entry("1")
            .enclosures(
                List.of(
                    new Enclosure(
                        url,
                        Optional.of(stated).filter(it -> !it.isEmpty()),
                        java.util.OptionalLong.empty(),
                        Optional.empty())))
            .build();
    assertThat(render(OutputFormat.RSS, Samples.stored("a", entry, Samples.THEN)))
        .contains("type=\"" + (type.isEmpty() ? "application/octet-stream" : type) + "\"");
  }

  @Test
  void datesHaveTheFormOfEachFormat() {
    var entry =
        Samples.stored(
            "a",
            entry("1")
                .published(Instant.parse("2026-11-04T05:06:07Z"))
                .updated(Instant.parse("2026-11-05T05:06:07.5Z"))
                .build(),
            Samples.THEN);

    assertThat(render(OutputFormat.RSS, entry))
        .contains("<pubDate>Wed, 04 Nov 2026 05:06:07 GMT</pubDate>")
        .contains("<atom:updated>2026-11-05T05:06:07.500Z</atom:updated>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("date_modified").asString())
        .isEqualTo("2026-11-05T05:06:07.500Z");
  }

  @Test
  void rssHasOneEnclosureAndTheOthersAsMedia() {
    var files =
        List.of(
            new Enclosure(
                "https://example.com/1.mp3",
                Optional.of("audio/mpeg"),
                OptionalLong.of(7),
                Optional.empty()),
            new Enclosure(
                "https://example.com/2", Optional.empty(), OptionalLong.empty(), Optional.empty()));
    var entry = Samples.stored("a", entry("1").enclosures(files).build(), Samples.THEN);

    assertThat(render(OutputFormat.RSS, entry))
        .contains(
            "<enclosure url=\"https://example.com/1.mp3\" length=\"7\" type=\"audio/mpeg\"/>",
            "<media:content url=\"https://example.com/2\"/>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("attachments")).hasSize(2);
  }

  @Test
  void fullTextFollowsItsSummary() {
    var entry =
        Samples.stored(
            "a",
            entry("1").summary("Short &amp; <b>good</b>").content("<p>Long</p>").build(),
            Samples.THEN);

    assertThat(render(OutputFormat.RSS, entry))
        .containsSubsequence("<description><![CDATA[Short", "<content:encoded><![CDATA[<p>Long");
    var item = item(render(OutputFormat.JSON, entry));
    assertThat(item.path("content_html").asString()).isEqualTo("<p>Long</p>");
    assertThat(item.path("summary").asString()).isEqualTo("Short & good");
  }

  @Test
  void entryWithoutAuthorsHasTheAuthorsOfItsFeed() {
    var entry = Samples.stored("a", entry("1").build(), Samples.THEN);
    var bo = new Person(Optional.of("Bo"), Optional.of("bo@example.com"), Optional.empty());
    var named = Samples.stored("a", entry("2").authors(List.of(bo)).build(), Samples.THEN);
    var two =
        Samples.stored(
            "a", entry("2").authors(List.of(Person.named("Ada"), bo)).build(), Samples.THEN);

    assertThat(render(OutputFormat.ATOM, entry))
        .contains(
            "</updated><author><name>Title of a</name></author><",
            "<author><name>Title of a</name></author><link rel=\"self\"");
    assertThat(render(OutputFormat.RSS, entry)).contains("<dc:creator>Title of a</dc:creator>");
    assertThat(item(render(OutputFormat.JSON, entry)).path("authors").toString())
        .isEqualTo("[{\"name\":\"Title of a\"}]");
    assertThat(render(OutputFormat.RSS, named))
        .contains("<author>bo@example.com (Bo)</author>")
        .doesNotContain("dc:creator>");
    assertThat(render(OutputFormat.RSS, two))
        .contains(
            "<dc:creator>Ada (Title of a)</dc:creator>"
                + "<dc:creator>bo@example.com (Bo)</dc:creator>")
        .doesNotContain("<author>");
  }

  @Test
  void titlesNameTheSourceIfTheyAreToDoSo() {
    var ann = entry("1").title("News").authors(List.of(Person.named("Ann"))).build();
    var untitled = entry("2").title("").build();
    var named = entry("3").title("Title of a: News").build();
    var entries =
        Stream.of(ann, untitled, named).map(e -> Samples.stored("a", e, Samples.THEN)).toList();
    for (var format : OutputFormat.values()) {
      assertThat(render(new Byline(Optional.empty(), true), format, entries))
          .contains("Title of a: News")
          .doesNotContain("Ann (Title of a)", "Title of a: Title of a");
      assertThat(render(new Byline(Optional.of(A.id()), false), format, entries))
          .contains("Ann")
          .doesNotContain("Ann (Title of a)");
    }
  }

  /** A podcast subscribed through Feedloom is a podcast. */
  @Test
  void documentOfOneFeedDescribesThatFeed() {
    var explicit =
        new Element(
            "http://www.itunes.com/dtds/podcast-1.0.dtd", "explicit", Map.of(), "no", List.of());
    var some = Samples.info("Talk", List.of(Person.named("Ann")));
    var info =
        new FeedInfo(
            "rss_2.0",
            Optional.empty(),
            Optional.of("Talk"),
            Optional.of("Every week"),
            some.link(),
            Optional.empty(),
            List.of(),
            some.authors(),
            Optional.of("de"),
            Optional.of("CC0"),
            Optional.of("https://example.com/art.jpg"),
            Optional.of("https://example.com/icon.png"),
            Optional.empty(),
            Optional.empty(),
            some.pace(),
            List.of(Category.of("Society")),
            List.of(explicit));
    var source = Samples.source("a", Set.of(), info);
    var entry = Samples.stored("a", entry("1").build(), Samples.THEN);
    var one = Samples.ofOneFeed(List.of(entry), source);

    assertThat(new String(Renderer.render(one, OutputFormat.RSS).body(), StandardCharsets.UTF_8))
        .contains(
            "<language>de</language>",
            "<copyright>CC0</copyright>",
            "<category>Society</category>",
            "<image><url>https://example.com/art.jpg</url>",
            "</image><itunes:explicit>no</itunes:explicit>");
    assertThat(new String(Renderer.render(one, OutputFormat.ATOM).body(), StandardCharsets.UTF_8))
        .contains(
            "<author><name>Ann</name></author><link rel=\"self\"",
            "<icon>https://example.com/icon.png</icon>",
            "<logo>https://example.com/art.jpg</logo>",
            "<rights>CC0</rights><category term=\"Society\"/>",
            "<itunes:explicit>no</itunes:explicit>");
    var json = new ObjectMapper().readTree(Renderer.render(one, OutputFormat.JSON).body());
    assertThat(json.path("icon").asString()).isEqualTo("https://example.com/art.jpg");
    assertThat(json.path("favicon").asString()).isEqualTo("https://example.com/icon.png");
    assertThat(json.path("language").asString()).isEqualTo("de");
    assertThat(json.path("authors").path(0).path("name").asString()).isEqualTo("Ann");
    for (var type : OutputFormat.values()) {
      var body = Renderer.render(one, type).body();
      if (type == OutputFormat.ATOM) {
        assertThat(FeedRules.ofAtom(body)).isEmpty();
      } else if (type == OutputFormat.RSS) {
        assertThat(FeedRules.ofRss(body)).isEmpty();
      }
    }
  }

  @Test
  void datesHaveMilliseconds() {
    var when = Instant.parse("2026-11-20T10:00:00.123456789Z");
    var entry =
        Samples.stored(
            "a", entry("1").published(when).updated(when).build(), Samples.THEN.plusSeconds(1));

    assertThat(render(OutputFormat.JSON, entry)).contains("\"2026-11-20T10:00:00.123Z\"");
    assertThat(render(OutputFormat.ATOM, entry)).contains(">2026-11-20T10:00:00.123Z<");
  }

  @Test
  void elementsOfOtherNamespacesComeOutAsTheyCameIn() {
    var known =
        new Element(
            "http://www.itunes.com/dtds/podcast-1.0.dtd", "duration", Map.of(), "1:02", List.of());
    var strange = new Element("http://example.com/ns", "x", Map.of("k", "v"), "", List.of(known));
    var point =
        new Element(
            "http://www.opengis.net/gml",
            "Point",
            Map.of("srsDimension", "2", "onclick", "x()"),
            "",
            List.of(new Element("http://www.opengis.net/gml", "pos", Map.of(), "1 2", List.of())));
    var doubled =
        new Element("http://purl.org/dc/elements/1.1/", "creator", Map.of(), "Ada", List.of());
    var entry =
        Samples.stored(
            "a",
            entry("1").extensions(List.of(known, strange, point, doubled)).build(),
            Samples.THEN);

    assertThat(render(OutputFormat.ATOM, entry))
        .contains(
            "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"",
            "<itunes:duration>1:02</itunes:duration>",
            "<gml:Point srsDimension=\"2\"><gml:pos>1 2</gml:pos></gml:Point>")
        .doesNotContain(">Ada<", "http://example.com/ns", "onclick");
  }

  @Test
  void markupInOtherVocabulariesGoesOutAsText() {
    var summary =
        element(
            "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "summary",
            "<p>a <b>b</b><img src=x onerror=alert(1)></p><script>alert(2)</script>");
    var script = element("http://www.w3.org/1999/xhtml", "script", "alert(3)");
    var funding =
        new Element(
            "https://podcastindex.org/namespace/1.0",
            "funding",
            Map.of("url", "javascript:alert(4)"),
            "Pay",
            List.of(script));
    var entry =
        Samples.stored(
            "a", entry("1").extensions(List.of(summary, script, funding)).build(), Samples.THEN);

    for (var type : List.of(OutputFormat.ATOM, OutputFormat.RSS)) {
      assertThat(render(type, entry))
          .contains(
              "<itunes:summary>a b</itunes:summary>", "<podcast:funding>Pay</podcast:funding>")
          .doesNotContain("alert", "script>", "onerror");
    }
  }

  @Test
  void enclosureWithAWebAddressIsTheOneInRss() {
    var magnet =
        new Enclosure("magnet:?xt=1", Optional.empty(), OptionalLong.empty(), Optional.empty());
    var film =
        new Enclosure(
            "https://example.com/f.mp4", Optional.empty(), OptionalLong.empty(), Optional.empty());
    var both =
        Samples.stored("a", entry("1").enclosures(List.of(magnet, film)).build(), Samples.THEN);
    var one = Samples.stored("a", entry("1").enclosures(List.of(magnet)).build(), Samples.THEN);

    assertThat(render(OutputFormat.RSS, both))
        .contains(
            "<enclosure url=\"https://example.com/f.mp4\"", "<media:content url=\"magnet:?xt=1\"");
    assertThat(render(OutputFormat.RSS, one)).contains("<enclosure url=\"magnet:?xt=1\"");
    assertThat(render(OutputFormat.ATOM, one)).contains("rel=\"enclosure\" href=\"magnet:?xt=1\"");
  }

  @Test
  void extensionsOfPodcastsMapsAndDiscussionsPassThroughInBothXmlFormats() {
    var extensions =
        List.of(
            element("http://www.itunes.com/dtds/podcast-1.0.dtd", "episode", "7"),
            element("https://podcastindex.org/namespace/1.0", "season", "2"),
            element("http://purl.org/dc/elements/1.1/", "publisher", "Someone"),
            element("http://www.georss.org/georss", "point", "45.25 -71.92"),
            element("http://purl.org/syndication/thread/1.0", "in-reply-to", ""),
            element("http://search.yahoo.com/mrss/", "rating", "nonadult"));
    var entry =
        Samples.stored(
            "a",
            entry("1").extensions(extensions).rights("All").language("fr").build(),
            Samples.THEN);

    for (OutputFormat type : List.of(OutputFormat.ATOM, OutputFormat.RSS)) {
      assertThat(render(type, entry))
          .contains(
              "<itunes:episode>7<",
              "<podcast:season>2<",
              "<dc:publisher>Someone<",
              "<georss:point>45.25 -71.92<",
              "<thr:in-reply-to",
              "<media:rating>nonadult<",
              ">All<");
    }
    assertThat(render(OutputFormat.ATOM, entry)).contains("<entry xml:lang=\"fr\">");
    assertThat(render(OutputFormat.RSS, entry)).contains("<dc:language>fr<");
    var json = item(render(OutputFormat.JSON, entry));
    assertThat(json.path("language").asString()).isEqualTo("fr");
    assertThat(json.path("_feedloom").path("rights").asString()).isEqualTo("All");
  }

  private static Element element(String namespace, String name, String text) {
    return new Element(namespace, name, Map.of(), text, List.of());
  }

  @Test
  void entryOfAnUnsubscribedFeedIsLeftOut() {
    var entry = Samples.stored("gone", entry("1").build(), Samples.THEN);

    assertThat(Samples.feed(OutputFormat.ATOM, List.of(entry), A).entries()).isEmpty();
  }

  @Test
  void listOfFeedsIsOpmlWithTags() {
    var one = OpmlWriter.write("Planet", List.of(B, A), List.of(), Samples.BASE, false);

    var text = new String(one, StandardCharsets.UTF_8);
    assertThat(FeedRules.parsed(one).getDocumentElement().getAttribute("version")).isEqualTo("2.0");
    assertThat(text)
        .containsSubsequence("https://a.example.com", "https://b.example.com")
        .contains("category=\"C++,Java\"", "htmlUrl=\"https://example.com/page\"", "type=\"rss\"");
    assertThat(one)
        .isEqualTo(OpmlWriter.write("Planet", List.of(A, B), List.of(), Samples.BASE, false));
  }

  @Test
  void everyEntryNamesItsSourceAsAReaderOfThatFeedWouldKnowIt() {
    var plain = Samples.stored("a", entry("1").build(), Samples.THEN);
    var atom = FeedRules.parsed(bytes(OutputFormat.ATOM, plain)).getDocumentElement();
    var source = FeedRules.children(one(atom, "entry"), ATOM, "source").getFirst();

    for (var name : List.of("id", "title", "updated", "rights")) {
      assertThat(FeedRules.text(source, ATOM, name)).as(name).isNotBlank();
    }
    assertThat(FeedRules.text(source, ATOM, "title")).isEqualTo("Title of a");
    assertThat(FeedRules.children(source, ATOM, "link"))
        .extracting(link -> link.getAttribute("rel"), link -> link.getAttribute("href"))
        .containsExactly(
            tuple("self", "https://a.example.com/feed.xml"),
            tuple("alternate", "https://example.com/page"));
    assertThat(render(OutputFormat.RSS, plain))
        .contains("<source url=\"https://a.example.com/feed.xml\">Title of a</source>");
  }

  private static final String ATOM = "http://www.w3.org/2005/Atom";

  private static org.w3c.dom.Element one(org.w3c.dom.Element parent, String name) {
    return FeedRules.children(parent, ATOM, name).getFirst();
  }

  private static byte[] bytes(OutputFormat type, StoredEntry... entries) {
    return render(type, entries).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyDocumentLinksToItselfAndItsPage() {
    var entry = Samples.stored("a", entry("1").build(), Samples.THEN);
    for (OutputFormat type : List.of(OutputFormat.ATOM, OutputFormat.RSS)) {
      assertThat(render(type, entry))
          .containsPattern(
              "link rel=\"self\" [^>]*href=\"https://planet.example.org/tags/java."
                  + type.extension()
                  + "\\?limit=20\"");
    }
    assertThat(render(OutputFormat.ATOM, entry))
        .containsPattern(
            "rel=\"alternate\" type=\"text/html\" href=\"[^\"]*/tags/java\\?limit=20\"");
    assertThat(render(OutputFormat.RSS, entry))
        .contains("<link>https://planet.example.org/tags/java?limit=20</link>");
  }

  @Test
  void rssStatesItsTimeToLive() {
    assertThat(render(OutputFormat.RSS, Samples.stored("a", entry("1").build(), Samples.THEN)))
        .contains("<ttl>15</ttl>");
  }

  @Test
  void jsonFeedLinksToItselfAndNamesTheSourceOfEachItem() {
    var entry =
        entry("1234567890")
            .authors(List.of(new Person(Optional.of("Ann"), Optional.empty(), Optional.empty())))
            .enclosures(
                List.of(
                    new Enclosure(
                        "https://example.com/1.mp3",
                        Optional.of("audio/mpeg"),
                        OptionalLong.of(7),
                        Optional.empty())))
            .language("fr")
            .build();
    var json =
        new ObjectMapper()
            .readTree(render(OutputFormat.JSON, Samples.stored("a", entry, Samples.THEN)));
    var item = json.path("items").path(0);

    assertThat(json.path("version").asString()).isEqualTo("https://jsonfeed.org/version/1.1");
    assertThat(json.path("feed_url").asString())
        .isEqualTo(Samples.BASE + "/tags/java.json?limit=20");
    assertThat(json.path("next_url").asString()).contains("before=x");
    assertThat(item.path("id").isString()).isTrue();
    assertThat(item.path("authors").path(0).path("name").asString()).isEqualTo("Ann (Title of a)");
    assertThat(item.path("attachments").path(0).path("size_in_bytes").asInt()).isEqualTo(7);
    assertThat(item.path("language").asString()).isEqualTo("fr");
    assertThat(item.path("_feedloom").path("source").path("feed_url").asString())
        .isEqualTo("https://a.example.com/feed.xml");
  }

  @Test
  void elementsThatNameAChannelAreNotCopiedIntoAMergedFeed() {
    var document =
        """
        <rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
        <title>P</title><podcast:guid>0000-own</podcast:guid><podcast:locked>yes</podcast:locked>
        <item><guid>1</guid><title>One</title><podcast:season>2</podcast:season></item>
        </channel></rss>
        """;
    var source =
        new FetchedDocument(
            URI.create("https://a.example.com/feed.xml"),
            document.getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            Optional.empty());
    var parsed = (Parsed.Feed) new FeedParser().parse(source);
    var status = Samples.source("a", Set.of(), parsed.info());
    var entry = Samples.stored("a", parsed.items().getFirst().entry(), Samples.THEN);
    for (OutputFormat type : OutputFormat.values()) {
      var feed = Samples.feed(type, List.of(entry), status);

      assertThat(new String(Renderer.render(feed, type).body(), StandardCharsets.UTF_8))
          .contains("One")
          .doesNotContain("0000-own", "locked");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noDocumentNamesAStyleSheet(OutputFormat type) {
    assertThat(render(type, Samples.stored("a", entry("1").build(), Samples.THEN)))
        .doesNotContain("<?xml-stylesheet", "xslt", "XSL");
  }
}
