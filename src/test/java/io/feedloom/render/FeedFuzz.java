package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Item;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Parsed;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import tools.jackson.databind.ObjectMapper;

/**
 * From any bytes to what readers get: nothing throws, every entry keeps what its record promises,
 * and the merged feed of them is well-formed in every format. Run by {@code scripts/fuzz} with
 * bytes that a fuzzer makes up, and by {@link FeedFuzzTest} with those that were kept.
 */
public final class FeedFuzz {
  private static final FeedParser PARSER = new FeedParser();
  private static final URI URL = URI.create("https://feeds.example.com/news/feed.xml");
  private static final XMLInputFactory XML = xml();
  private static final ObjectMapper JSON = new ObjectMapper();

  private FeedFuzz() {}

  /**
   * Called by the fuzzer before it measures time. Loading and instrumenting all classes takes
   * longer than the limit for one input, so the fuzzer would report it as a hang.
   */
  public static void fuzzerInitialize() throws IOException, URISyntaxException {
    for (var seed : seeds()) {
      fuzzerTestOneInput(Files.readAllBytes(seed));
    }
  }

  /** The documents that the tests keep. */
  static List<Path> seeds() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(FeedFuzz.class.getResource("seeds"));
    try (var files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  /** Called by the fuzzer; throws if something is wrong. */
  public static void fuzzerTestOneInput(byte[] body) {
    var source = new FetchedDocument(URL, body, Optional.empty(), Optional.empty());
    if (PARSER.parse(source) instanceof Parsed.Feed feed) {
      var identities = new HashSet<String>();
      for (var item : feed.items()) {
        check(!item.guid().isEmpty() && identities.add(item.guid()), "an identity twice");
      }
      var entries = feed.items().stream().limit(50).map(Item::entry).toList();
      entries.forEach(FeedFuzz::check);
      for (var type : OutputFormat.values()) {
        check(Renderer.render(merged(feed.info(), entries, type), type).body(), type);
      }
    }
  }

  private static void check(Entry entry) {
    entry.link().ifPresent(link -> check(link.regionMatches(true, 0, "http", 0, 4), link));
    for (var html : List.of(entry.content().orElse(""), entry.summary().orElse(""))) {
      check(!html.contains("<script") && !html.contains("<style"), "unsafe: " + html);
    }
  }

  private static void check(byte[] body, OutputFormat type) {
    try {
      if (type == OutputFormat.JSON) {
        JSON.readTree(body);
      } else {
        var reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
        while (reader.hasNext()) {
          reader.next();
        }
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      throw new IllegalStateException("not well-formed as " + type, e);
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException(what);
    }
  }

  private static MergedFeed merged(FeedInfo info, List<Entry> entries, OutputFormat type) {
    var stored =
        entries.stream().map(entry -> Samples.stored("fuzz", entry, Samples.THEN)).toList();
    return Samples.feed(type, stored, Samples.source("fuzz", Set.of(), info));
  }

  private static XMLInputFactory xml() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
