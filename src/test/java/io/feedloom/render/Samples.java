package io.feedloom.render;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Pace;
import io.feedloom.feed.Person;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Merged feeds for tests: plain ones, and random ones full of hostile text. */
final class Samples {
  static final String BASE = "https://planet.example.org";
  static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "plain words",
          "AT&T <b>bold</b> \"quoted\" 'single'",
          "]]>",
          "<![CDATA[ x ]]>",
          "&amp;amp; &#0; &nosuch;",
          "\u0000\u0001\u0008\u000b\u001f\u007f\u0085",
          "\ud800",
          "\udc00\ud800",
          "\ufffe\uffff",
          "\u202eright to left\u2066",
          "👩‍👩‍👧‍👦 𝄞 \ud83e\udd80",
          "line\r\nbreak\rreturn\ttab\n",
          "</entry></item></channel>",
          "<script>alert(1)</script>",
          "javascript:alert(1)",
          " JaVa\tScript:alert(1)",
          "data:text/html,x",
          "//example.com/relative",
          "/path",
          "http://",
          "http://[::1",
          "http://ex ample.com/",
          "https://example.com/a b?q=<x>&y=\"z\"#ü",
          "https://user:pass@example.com/100%",
          "https://пример.example/путь",
          "urn:uuid:0b0f1f0e-0000-4000-8000-000000000001",
          "tag:example.com,2026:1",
          "someone@example.com",
          "text/html",
          "en-GB",
          "de_DE",
          "via");

  private Samples() {}

  static FeedProfile source(String name, Set<Tag> tags) {
    return source(name, tags, info("Title of " + name, List.of()));
  }

  static FeedProfile source(String name, Set<Tag> tags, FeedInfo info) {
    return new FeedProfile(
        new FeedId(name),
        URI.create("https://" + name + ".example.com/feed.xml"),
        Optional.empty(),
        tags,
        Optional.of(info));
  }

  static FeedInfo info(String text, List<Person> authors) {
    var some = Optional.of(text);
    return new FeedInfo(
        "atom_1.0",
        some,
        some,
        some,
        Optional.of("https://example.com/page"),
        some,
        List.of(),
        authors,
        some,
        some,
        some,
        some,
        some,
        Optional.of(THEN),
        Pace.NONE,
        List.of(),
        List.of());
  }

  /** An entry that is known by its guid alone. */
  static StoredEntry stored(String feed, Entry entry, Instant at) {
    return stored(feed, entry, at, Digest.of(entry.guid()), false);
  }

  static StoredEntry stored(String feed, Entry entry, Instant at, long id, boolean taken) {
    return new StoredEntry(
        new EntryKey(feed.hashCode(), id),
        new FeedId(feed),
        at,
        at,
        at,
        entry,
        new EntryName(entry.guid(), "https://" + feed + ".example.com/feed.xml", id, taken));
  }

  static MergedFeed feed(OutputFormat type, List<StoredEntry> entries, FeedProfile... sources) {
    return feed(Byline.AUTHORS, type, entries, sources);
  }

  static MergedFeed feed(
      Byline byline, OutputFormat type, List<StoredEntry> entries, FeedProfile... sources) {
    var byId = new HashMap<FeedId, FeedProfile>();
    for (FeedProfile source : sources) {
      byId.put(source.id(), source);
    }
    return feed("Planet <Example> & friends", byline, type, entries, byId);
  }

  /** A merged feed that has the entries of one feed alone. */
  static MergedFeed ofOneFeed(List<StoredEntry> entries, FeedProfile source) {
    return feed(
        source.display(),
        Optional.of(source),
        new Byline(Optional.of(source.id()), false),
        OutputFormat.RSS,
        entries,
        Map.of(source.id(), source));
  }

  static MergedFeed feed(
      String title,
      Byline byline,
      OutputFormat type,
      List<StoredEntry> entries,
      Map<FeedId, FeedProfile> sources) {
    return feed(title, Optional.empty(), byline, type, entries, sources);
  }

  private static MergedFeed feed(
      String title,
      Optional<FeedProfile> channel,
      Byline byline,
      OutputFormat type,
      List<StoredEntry> entries,
      Map<FeedId, FeedProfile> sources) {
    return new MergedFeed(
        URI.create(BASE + "/tags/java?limit=20"),
        title,
        Optional.of("What we read"),
        URI.create(BASE + "/tags/java." + type.extension() + "?limit=20"),
        Optional.of(URI.create(BASE + "/hub")),
        URI.create(BASE + "/tags/java?limit=20"),
        Map.of(
            OutputFormat.ATOM, URI.create(BASE + "/tags/java.atom?limit=20"),
            OutputFormat.RSS, URI.create(BASE + "/tags/java.rss?limit=20"),
            OutputFormat.JSON, URI.create(BASE + "/tags/java.json?limit=20")),
        Optional.of(URI.create(BASE + "/tags/java." + type.extension() + "?limit=20")),
        Optional.empty(),
        Optional.of(URI.create(BASE + "/tags/java." + type.extension() + "?before=x&limit=20")),
        Optional.empty(),
        false,
        channel,
        byline,
        BASE,
        Duration.ofMinutes(15),
        entries,
        sources,
        Map.of(),
        List.of());
  }

  /** A feed in which every field of every record may hold anything. */
  static MergedFeed hostile(long seed, OutputFormat type) {
    return new Hostile(new Random(seed)).feed(type);
  }

  private static final class Hostile {
    private final Random random;

    Hostile(Random random) {
      this.random = random;
    }

    MergedFeed feed(OutputFormat type) {
      var sources = new HashMap<FeedId, FeedProfile>();
      for (String name : List.of("a", "b", "c")) {
        var tags = Set.of(Tag.of("Java"), Tag.of("C++ \ud800"), Tag.of("<x>"));
        sources.put(new FeedId(name), source(name, tags, info(text(), people())));
      }
      var entries = new ArrayList<StoredEntry>();
      for (int i = 0; i < 12; i++) {
        var name = List.of("a", "b", "c").get(i % 3);
        var guid = random.nextInt(3) == 0 ? "same" : text();
        var entry = entry(guid.isEmpty() ? "x" : guid);
        if (entries.stream().noneMatch(e -> isSame(e, name, entry))) {
          boolean taken = entries.stream().anyMatch(e -> e.entry().guid().equals(entry.guid()));
          long id = Digest.of(entry.guid());
          entries.add(stored(name, entry, THEN.minusSeconds(i), id, taken));
        }
      }
      return Samples.feed(text() + "x", Byline.AUTHORS, type, entries, sources);
    }

    private static boolean isSame(StoredEntry stored, String name, Entry entry) {
      return stored.feed().value().equals(name) && stored.entry().guid().equals(entry.guid());
    }

    private String text() {
      var text = HOSTILE.get(random.nextInt(HOSTILE.size()));
      return random.nextInt(3) == 0 ? text + HOSTILE.get(random.nextInt(HOSTILE.size())) : text;
    }

    private Optional<String> maybe() {
      return maybe(this::text);
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
      return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(Supplier<T> value) {
      return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value.get()).toList();
    }

    private List<Person> people() {
      return some(() -> new Person(maybe(), maybe(), maybe()));
    }

    private OptionalInt number() {
      return random.nextBoolean() ? OptionalInt.of(random.nextInt(9) - 1) : OptionalInt.empty();
    }

    private OptionalLong length() {
      return number().stream().asLongStream().filter(n -> n >= 0).findFirst();
    }

    private Instant date() {
      return random.nextInt(9) == 0 ? Instant.MAX : THEN.plusMillis(random.nextInt());
    }

    private Entry entry(String guid) {
      return Entry.builder(guid)
          .title(text())
          .link(maybe().orElse(null))
          .content(maybe().orElse(null))
          .summary(maybe().orElse(null))
          .authors(people())
          .contributors(people())
          .categories(some(() -> new Category(text(), maybe(), maybe())))
          .enclosures(some(() -> new Enclosure(text(), maybe(), length(), maybe())))
          .media(some(this::media))
          .links(some(() -> new Link(text(), text(), maybe(), maybe())))
          .published(maybe(this::date).orElse(null))
          .updated(maybe(this::date).orElse(null))
          .language(maybe().orElse(null))
          .rights(maybe().orElse(null))
          .comments(maybe().orElse(null))
          .image(maybe().orElse(null))
          .origin(maybe(() -> new Origin(maybe(), maybe(), maybe(), maybe())).orElse(null))
          .extensions(some(() -> element(3)))
          .build();
    }

    private Media media() {
      return new Media(
          text(),
          random.nextBoolean(),
          maybe(),
          maybe(),
          number(),
          number(),
          length(),
          number(),
          maybe(),
          maybe(),
          maybe(),
          random.nextInt(3));
    }

    private Element element(int depth) {
      var namespaces =
          List.of(
              "http://www.itunes.com/dtds/podcast-1.0.dtd",
              "http://www.w3.org/2005/Atom",
              "http://purl.org/dc/elements/1.1/",
              "http://example.com/ns?a=1&b=\"2\"",
              text());
      var names = List.of("duration", "creator", "id", "ok-name", "1bad", "a:b", text());
      return new Element(
          namespaces.get(random.nextInt(namespaces.size())),
          names.get(random.nextInt(names.size())),
          Map.of("href", text(), text() + "k", text(), "xmlns", text()),
          text(),
          depth == 0 ? List.of() : some(() -> element(depth - 1)));
    }
  }
}
