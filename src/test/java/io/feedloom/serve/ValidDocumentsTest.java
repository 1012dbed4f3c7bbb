package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Person;
import io.feedloom.render.FeedRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents of random selections in all formats pass the rules of feed validators. If {@code
 * FEEDLOOM_DOCUMENTS} names a folder, they are written there too.
 */
class ValidDocumentsTest {
  private static final int SELECTIONS = 200;
  private static final List<String> TAGS = List.of("java", "kotlin", "news", "c++", "r&d");
  private static final List<String> CATEGORIES = List.of("Release", "Jobs", "AI & ML", "C#", "日本");

  /** Texts in the form in which publishers write them. */
  private static final List<String> TITLES =
      List.of(
          "Plain",
          "Q&A: <T extends Comparable<T>> explained",
          "The </div> that broke production &amp; me",
          "今日のニュース",
          "Größe – „Zitat“ 👩‍👩‍👧‍👦",
          "\"Quotes\" and 'apostrophes'",
          "",
          "a < b && c > d");

  private static final List<String> CONTENTS =
      List.of(
          "<p>Text with <a href=\"https://example.com/?a=1&amp;b=2\">a link</a> &amp; more.</p>",
          "<pre><code>if (a &lt; b &amp;&amp; c &gt; d) { return \"]]&gt;\"; }</code></pre>",
          "<p>Einfach ein Absatz – mit Gedankenstrich.</p>",
          "<p>]]></p><ul><li>one</li><li>two</li></ul>",
          "<img src=\"https://example.com/a.png\" alt=\"A &quot;quoted&quot; picture\" />");

  private final Random random = new Random(7);

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, feedsYml());
    for (int i = 0; i < 150; i++) {
      var feed = "f" + random.nextInt(10);
      served.arrive(feed, entry(feed, i));
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void documentsOfRandomSelectionsAreValid() throws Exception {
    var tags = new HashSet<String>();
    for (int i = 0; i < SELECTIONS; i++) {
      var selection = selection();
      for (OutputFormat type : OutputFormat.values()) {
        var path = selection.formatted(type.extension());
        var answer = served.ask("GET", path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(faults(type, answer.body())).as(path).isEmpty();
        tags.add(answer.headers().firstValue("ETag").orElseThrow());
        keep("%03d.%s".formatted(i, type.extension()), answer.body());
      }
    }
    assertThat(tags).as("different documents").hasSizeGreaterThan(SELECTIONS);
  }

  private static List<String> faults(OutputFormat type, byte[] body) {
    return switch (type) {
      case ATOM -> FeedRules.ofAtom(body);
      case RSS -> FeedRules.ofRss(body);
      case JSON -> FeedRules.ofJson(body);
    };
  }

  private static void keep(String name, byte[] body) throws Exception {
    var folder = System.getenv("FEEDLOOM_DOCUMENTS");
    if (folder != null) {
      Files.write(Files.createDirectories(Path.of(folder)).resolve(name), body);
    }
  }

  private String feedsYml() {
    var feeds =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "  - { id: f%d, url: \"https://f%d.example/feed\", title: \"%s\", tags: [%s], categories: %s }"
                        .formatted(
                            i,
                            i,
                            i % 3 == 0 ? "The <F" + i + "> & friends" : "F" + i,
                            some(TAGS).stream()
                                .map(t -> '"' + t + '"')
                                .collect(Collectors.joining(", ")),
                            i % 4 == 0 ? "as-tags" : "apart"))
            .collect(Collectors.joining("\n"));
    return "title: \"Planet <Example> & friends\"\nfeeds:\n"
        + feeds
        + "\n"
        + "streams: { jvm: { title: \"The JVM & more\", tags: [\"java,kotlin\"] }, rest: { tags:"
        + " [\"-java\"] } }\n";
  }

  private String selection() {
    var path =
        switch (random.nextInt(4)) {
          case 0 -> "/feed.%s";
          case 1 -> "/tags/" + tags() + ".%s";
          case 2 -> "/sources/f" + random.nextInt(10) + ".%s";
          default -> "/streams/" + (random.nextBoolean() ? "jvm" : "rest") + ".%s";
        };
    var query = new ArrayList<String>();
    if (random.nextInt(3) == 0) {
      query.add("tag=-" + encoded(pick(TAGS)));
    }
    if (random.nextInt(3) == 0) {
      query.add("category=" + encoded(pick(CATEGORIES)));
    }
    if (random.nextInt(3) == 0) {
      query.add("limit=" + (1 + random.nextInt(60)));
    }
    if (random.nextInt(5) == 0) {
      query.add("since=2026-03-01T11:%02d:00Z".formatted(random.nextInt(60)));
    }
    if (random.nextInt(5) == 0) {
      query.add("until=2026-03-01T11:%02d:00Z".formatted(random.nextInt(60)));
    }
    if (random.nextInt(4) == 0) {
      query.add((random.nextBoolean() ? "before=" : "after=") + cursor());
    }
    return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private String tags() {
    return some(TAGS).stream()
        .map(ValidDocumentsTest::encoded)
        .collect(Collectors.joining(",", "", ""))
        .transform(tags -> tags.isEmpty() ? "java" : tags);
  }

  /** Returns the encoded text, with percent signs doubled because the path is a format string. */
  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("%", "%%");
  }

  private String cursor() {
    var next = served.get("/feed.json?limit=" + (1 + random.nextInt(100))).body();
    return next.replaceAll("(?s).*before=([A-Za-z0-9_-]+).*", "$1");
  }

  private Entry entry(String feed, int number) {
    var page = "https://" + feed + ".example/" + number;
    return Entry.builder(
            pick(
                List.of(
                    page,
                    "tag:" + feed + ".example,2026:" + number,
                    "urn:uuid:0b0f1f0e-0000-4000-8000-0000000" + (10_000 + number),
                    "" + number,
                    "post-" + number,
                    "https://example.com/shared/" + number % 9)))
        .title(pick(TITLES))
        .link(random.nextInt(6) == 0 ? null : page)
        .content(random.nextInt(5) == 0 ? null : pick(CONTENTS))
        .summary(random.nextInt(3) == 0 ? pick(CONTENTS) : null)
        .authors(people())
        .contributors(random.nextInt(5) == 0 ? people() : List.of())
        .categories(some(CATEGORIES).stream().map(this::category).toList())
        .enclosures(
            sometimes(
                () ->
                    new Enclosure(
                        page + ".mp3",
                        sometimesOne("audio/mpeg"),
                        length(),
                        sometimesOne("The show"))))
        .media(media(page))
        .links(
            sometimes(
                () ->
                    new Link(
                        page + "/more",
                        "related",
                        sometimesOne("text/html"),
                        sometimesOne("More"))))
        .published(random.nextInt(6) == 0 ? null : Served.NOON.minusSeconds(30L * number))
        .updated(random.nextInt(3) == 0 ? Served.NOON.minusMillis(29_500L * number) : null)
        .language(random.nextInt(4) == 0 ? pick(List.of("de", "en-GB", "en_US", "xx", "ja")) : null)
        .rights(random.nextInt(4) == 0 ? "© 2026 A & B" : null)
        .comments(random.nextInt(5) == 0 ? page + "#comments" : null)
        .image(random.nextInt(5) == 0 ? page + ".png" : null)
        .origin(
            random.nextInt(8) == 0
                ? new Origin(
                    Optional.empty(),
                    Optional.of("OtherSource"),
                    Optional.of("https://else.example/feed"),
                    Optional.empty())
                : null)
        .extensions(extensions())
        .build();
  }

  private List<Person> people() {
    return some(
            List.of(
                Person.named("Ada & Co."),
                new Person(Optional.of("Bo"), Optional.of("bo@example.com"), Optional.empty()),
                new Person(Optional.empty(), Optional.of("cy@example.com"), Optional.empty()),
                new Person(Optional.of("Dé"), Optional.empty(), Optional.of("https://d.example/"))))
        .stream()
        .toList();
  }

  private Category category(String term) {
    return new Category(
        term,
        sometimesOne("https://example.com/scheme/"),
        random.nextBoolean() ? Optional.of(term + " <label>") : Optional.empty());
  }

  private List<Media> media(String page) {
    int group = random.nextInt(2);
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(
            i ->
                new Media(
                    page + "/" + i + ".jpg",
                    i == 2,
                    sometimesOne("image/jpeg"),
                    sometimesOne("image"),
                    OptionalInt.of(640),
                    OptionalInt.of(480),
                    length(),
                    OptionalInt.empty(),
                    sometimesOne("A & B"),
                    sometimesOne("What it <shows>"),
                    sometimesOne("Someone"),
                    group))
        .toList();
  }

  private List<Element> extensions() {
    return some(
            List.of(
                element("http://www.itunes.com/dtds/podcast-1.0.dtd", "duration", "1:02:03"),
                element("http://purl.org/dc/elements/1.1/", "source", "A book"),
                element("http://purl.org/dc/elements/1.1/", "publisher", "Someone & Sons"),
                element("http://www.georss.org/georss", "point", "45.25 -71.92"),
                element("http://search.yahoo.com/mrss/", "rating", "nonadult"),
                element("not a namespace", "x", "y")))
        .stream()
        .toList();
  }

  private static Element element(String namespace, String name, String text) {
    return new Element(namespace, name, Map.of(), text, List.of());
  }

  private OptionalLong length() {
    return random.nextBoolean() ? OptionalLong.of(random.nextInt(9_000)) : OptionalLong.empty();
  }

  private <T> Optional<T> sometimesOne(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private <T> List<T> sometimes(Supplier<T> value) {
    return random.nextInt(3) == 0 ? List.of(value.get()) : List.of();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> Set<T> some(List<T> values) {
    return values.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toSet());
  }
}
