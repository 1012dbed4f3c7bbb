package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves a folder of documents that readers are known to misread over HTTP, with the headers of
 * each case, and reads the entries from the running program's JSON Feeds. Runs where the
 * environment names such a folder.
 */
@EnabledIfEnvironmentVariable(named = "FEEDLOOM_FAULTS", matches = ".+")
class ServedFaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyDocumentComesOutAsItsCaseSays(@TempDir Path folder) throws Exception {
    var corpus = Corpus.at(Path.of(System.getenv("FEEDLOOM_FAULTS")));
    try (var publisher = Publisher.start()) {
      var config = configuration(folder, corpus, publisher);
      var report = new CorpusReport();
      try (var feedloom = RunningFeedloom.start(config)) {
        feedloom.await("every document was fetched", () -> isPolled(feedloom));
        for (int i = 0; i < corpus.cases().size(); i++) {
          var each = corpus.cases().get(i);
          var observed = observed(feedloom, "case-" + i);
          observed.put("id", each.path("id").asString());
          report.add(each, observed, new CorpusScore(each.path("expect"), observed), 1, 1);
        }
      }
      assertThat(report.rates()).as(report.toString()).containsEntry("all", 100.0);
    }
  }

  private static Path configuration(Path folder, Corpus corpus, Publisher publisher)
      throws IOException {
    var feeds =
        new StringBuilder("polling: { allow-addresses: [127.0.0.0/8], per-host: 8 }\nfeeds:\n");
    for (int i = 0; i < corpus.cases().size(); i++) {
      var each = corpus.cases().get(i);
      var headers = new HashMap<String, String>();
      each.path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
      headers.put("Content-Type", Corpus.type(each));
      var origin = publisher.uri("").toString();
      publisher.on(Corpus.servedAt(each), Answer.of(200, headers, corpus.body(each, origin)));
      feeds.append(
          "  - { id: case-%d, url: \"%s%s\" }%n".formatted(i, origin, Corpus.servedAt(each)));
    }
    return Files.writeString(folder.resolve("feeds.yml"), feeds);
  }

  private static boolean isPolled(RunningFeedloom feedloom) {
    var feeds = JSON.readTree(feedloom.get("/api/v1/feeds").body()).path("feeds");
    return !feeds.isEmpty()
        && feeds.values().stream().noneMatch(feed -> feed.path("lastPoll").isMissingNode());
  }

  private static ObjectNode observed(RunningFeedloom feedloom, String id) {
    var read = JSON.readTree(feedloom.get("/sources/" + id + ".json?merge=none&limit=500").body());
    var result = JSON.createObjectNode();
    var feed = result.putObject("feed");
    feed.put("feed_title", read.path("title").asString(""));
    var entries = feed.putArray("entries");
    read.path("items").values().forEach(item -> entries.add(entry(item)));
    return result;
  }

  private static ObjectNode entry(JsonNode item) {
    var node = JSON.createObjectNode();
    copy(item, "id", node, "id");
    copy(item, "title", node, "title");
    node.put("title_type", "text");
    copy(item, "url", node, "link");
    if (!ServedPagesIT.isFirstSeen(item.path("date_published").asString(""))) {
      copy(item, "date_published", node, "published");
    }
    copy(item, "date_modified", node, "updated");
    copy(item, "content_html", node, "content");
    copy(item, "summary", node, "summary");
    var authors = node.putArray("authors");
    item.path("authors").values().forEach(author -> authors.add(author.path("name").asString("")));
    var categories = node.putArray("categories");
    item.path("tags").values().forEach(tag -> categories.add(tag.asString()));
    var enclosures = node.putArray("enclosures");
    item.path("attachments")
        .values()
        .forEach(file -> enclosures.addObject().put("url", file.path("url").asString("")));
    return node;
  }

  private static void copy(JsonNode item, String name, ObjectNode node, String as) {
    if (item.path(name).isString()) {
      node.put(as, item.path(name).asString());
    }
  }
}
