package io.feedloom.parse;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder of documents, each with what must come out of it: {@code cases.jsonl} and {@code
 * feeds/}.
 */
final class Corpus {
  static final String ORIGIN = "http://127.0.0.1:1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<JsonNode> cases;

  private Corpus(Path folder, List<JsonNode> cases) {
    this.folder = folder;
    this.cases = cases;
  }

  static Corpus at(Path folder) throws IOException {
    var cases = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
      if (!line.isBlank()) {
        cases.add(JSON.readTree(line));
      }
    }
    return new Corpus(folder, cases);
  }

  /** Reads every document and scores the results. */
  CorpusReport run() {
    var parser = new FeedParser();
    var report = new CorpusReport();
    for (var each : cases) {
      var source = source(each);
      long begin = System.nanoTime();
      var observed = observed(parser.parse(source));
      long nanos = System.nanoTime() - begin;
      observed.put("id", each.path("id").asString());
      observed.put("ms", nanos / 1_000_000);
      report.add(
          each,
          observed,
          new CorpusScore(each.path("expect"), observed),
          source.body().length,
          nanos);
    }
    return report;
  }

  List<JsonNode> cases() {
    return cases;
  }

  private FetchedDocument source(JsonNode each) {
    var language =
        Optional.ofNullable(each.path("headers").path("content-language").asString(null));
    return new FetchedDocument(
        URI.create(ORIGIN + servedAt(each).replace(" ", "%20")),
        body(each, ORIGIN),
        Optional.of(type(each)),
        language);
  }

  /** Returns the path that a server gives the document under. */
  static String servedAt(JsonNode each) {
    return each.path("serve_path").asString("/" + each.path("path").asString());
  }

  /** Returns the {@code Content-Type} to serve the document with. */
  static String type(JsonNode each) {
    var usual =
        each.path("kind").asString().equals("json") ? "application/feed+json" : "application/xml";
    return each.path("content_type")
        .asString(each.path("headers").path("content-type").asString(usual));
  }

  /** Returns the document's bytes as a server at the given origin sends them. */
  byte[] body(JsonNode each, String origin) {
    try {
      var body = Files.readAllBytes(folder.resolve(each.path("path").asString()));
      if (!each.path("tags").toString().contains("\"template-origin\"")) {
        return body;
      }
      var text = new String(body, StandardCharsets.ISO_8859_1).replace("{ORIGIN}", origin);
      return text.getBytes(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode observed(Parsed parsed) {
    var result = JSON.createObjectNode();
    switch (parsed) {
      case Parsed.Feed feed -> {
        var node = result.putObject("feed");
        feed.info().title().ifPresent(title -> node.put("feed_title", title));
        var entries = node.putArray("entries");
        feed.items().stream().map(Item::entry).map(Corpus::entry).forEach(entries::add);
      }
      case Parsed.Page page -> result.put("error", "a page that names " + page.feeds());
      case Parsed.Index index -> result.put("error", "an index of " + index.sitemaps());
      case Parsed.Unreadable unreadable -> result.put("error", unreadable.problem().toString());
    }
    return result;
  }

  private static ObjectNode entry(Entry entry) {
    var node = JSON.createObjectNode();
    node.put("id", entry.guid());
    node.put("title", entry.title());
    node.put("title_type", "text");
    entry.link().ifPresent(link -> node.put("link", link));
    entry.published().ifPresent(date -> node.put("published", date.toString()));
    entry.updated().ifPresent(date -> node.put("updated", date.toString()));
    entry.content().ifPresent(html -> node.put("content", html));
    entry.summary().ifPresent(html -> node.put("summary", html));
    entry.authors().stream()
        .findFirst()
        .map(Person::display)
        .ifPresent(name -> node.put("author", name));
    var authors = node.putArray("authors");
    entry.authors().forEach(p -> authors.add(p.display()));
    var categories = node.putArray("categories");
    entry
        .categories()
        .forEach(
            category -> {
              categories.add(category.term());
              category.label().ifPresent(categories::add);
            });
    var enclosures = node.putArray("enclosures");
    for (Enclosure enclosure : entry.enclosures()) {
      var file = enclosures.addObject().put("url", enclosure.url());
      enclosure.type().ifPresent(type -> file.put("type", type));
      enclosure.length().ifPresent(length -> file.put("length", Long.toString(length)));
    }
    return node;
  }
}
