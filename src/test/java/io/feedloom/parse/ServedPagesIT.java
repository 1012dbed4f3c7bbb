package io.feedloom.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves a folder of pages and data files that name no feed over HTTP, and reads the entries from
 * the running program's JSON Feeds. Runs where the environment names such a folder.
 */
@EnabledIfEnvironmentVariable(named = "FEEDLOOM_PAGES", matches = ".+")
class ServedPagesIT {
  private static final Instant START = ProcessHandle.current().info().startInstant().orElseThrow();

  /** Returns whether a date is the time when an undated entry was first seen in this run. */
  static boolean isFirstSeen(String date) {
    return !date.isEmpty() && !OffsetDateTime.parse(date).toInstant().isBefore(START);
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyPageGivesTheEntriesOfItsCase(@TempDir Path folder) throws Exception {
    var pages = Path.of(System.getenv("FEEDLOOM_PAGES"));
    var cases = Corpus.at(pages).cases();
    try (var publisher = Publisher.start()) {
      var config = configuration(folder, pages, cases, publisher);
      var wrong = new ArrayList<String>();
      try (var feedloom = RunningFeedloom.start(config)) {
        feedloom.await("every page was fetched", () -> isPolled(feedloom));
        for (int i = 0; i < cases.size(); i++) {
          var path = "/sources/case-" + i + ".json?merge=none&limit=500";
          var items = JSON.readTree(feedloom.get(path).body()).path("items");
          var score = new PageScore(cases.get(i), items, publisher.uri("").toString());
          score.notes().forEach(wrong::add);
        }
      }
      assertThat(wrong).as("what differs in %d cases", cases.size()).isEmpty();
    }
  }

  private static Path configuration(
      Path folder, Path pages, List<JsonNode> cases, Publisher publisher) throws IOException {
    var origin = publisher.uri("").toString();
    var config = JSON.createObjectNode();
    var polling = config.putObject("polling");
    polling.putArray("allow-addresses").add("127.0.0.0/8");
    polling.put("per-host", 8);
    var feeds = config.putArray("feeds");
    for (int i = 0; i < cases.size(); i++) {
      var each = cases.get(i);
      var headers = new HashMap<String, String>();
      each.path("headers")
          .properties()
          .forEach(
              header ->
                  headers.put(
                      header.getKey(), header.getValue().asString().replace("{ORIGIN}", origin)));
      headers.put("Content-Type", Corpus.type(each));
      serve(publisher, Corpus.servedAt(each), pages.resolve(each.path("path").asString()), headers);
      for (var extra : each.path("extra").properties()) {
        var file = pages.resolve(extra.getValue().asString());
        serve(publisher, extra.getKey(), file, Map.of("Content-Type", type(extra.getKey())));
      }
      ObjectNode feed = feeds.addObject();
      feed.put("id", "case-" + i);
      feed.put("url", origin + Corpus.servedAt(each));
      each.path("options")
          .properties()
          .forEach(option -> feed.set(option.getKey(), option.getValue()));
    }
    return Files.writeString(folder.resolve("feeds.yml"), config.toString());
  }

  private static void serve(
      Publisher publisher, String path, Path file, Map<String, String> headers) throws IOException {
    var text = new String(Files.readAllBytes(file), ISO_8859_1);
    var body = text.replace("{ORIGIN}", publisher.uri("").toString()).getBytes(ISO_8859_1);
    publisher.on(path, Answer.of(200, headers, path.endsWith(".gz") ? compressed(body) : body));
  }

  private static byte[] compressed(byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private static String type(String path) {
    return path.endsWith(".gz")
        ? "application/gzip"
        : path.endsWith(".xml") ? "application/xml" : "application/json";
  }

  private static boolean isPolled(RunningFeedloom feedloom) {
    var feeds = JSON.readTree(feedloom.get("/api/v1/feeds").body()).path("feeds");
    return !feeds.isEmpty()
        && feeds.values().stream().noneMatch(feed -> feed.path("lastPoll").isMissingNode());
  }

  /** Compares the items of a JSON Feed with the entries that a case expects. */
  private record PageScore(List<String> notes) {
    PageScore(JsonNode each, JsonNode items, String origin) {
      this(differences(each, items, origin));
    }

    private static List<String> differences(JsonNode each, JsonNode items, String origin) {
      var notes = new ArrayList<String>();
      var expected = each.path("expect").path("entries").values();
      int count = each.path("expect").path("count").asInt();
      if (items.size() != count) {
        notes.add("%d entries, but %d expected".formatted(items.size(), count));
      }
      var left = new ArrayList<JsonNode>(items.values());
      for (var want : expected) {
        var link = want.path("link").asString("").replace("{ORIGIN}", origin);
        var got = paired(left, want, link);
        left.remove(got);
        for (var field : want.properties()) {
          if (!holds(field.getKey(), field.getValue(), got, origin)) {
            notes.add("%s: %s; got %s".formatted(field.getKey(), field.getValue(), got));
          }
        }
      }
      return notes.stream().map(note -> each.path("id").asString() + ": " + note).toList();
    }

    private static JsonNode paired(List<JsonNode> items, JsonNode want, String link) {
      return items.stream()
          .filter(item -> item.path("url").asString("").equals(link))
          .findFirst()
          .or(
              () ->
                  items.stream()
                      .filter(item -> want.has("title"))
                      .filter(item -> plain(item.path("title")).equals(plain(want.path("title"))))
                      .findFirst())
          .orElseGet(JSON::createObjectNode);
    }

    private static boolean holds(String field, JsonNode want, JsonNode got, String origin) {
      var text = want.asString("").replace("{ORIGIN}", origin);
      return switch (field) {
        case "title" -> plain(got.path("title")).equals(plain(want));
        case "link" -> got.path("url").asString("").equals(text);
        case "published" -> isDate(want, got.path("date_published").asString(""));
        case "updated" -> isDate(want, got.path("date_modified").asString(""));
        case "author" ->
            got.path("authors").values().stream()
                .anyMatch(author -> plain(author.path("name")).equalsIgnoreCase(plain(want)));
        case "categories" ->
            want.values().stream()
                .allMatch(
                    word ->
                        got.path("tags").values().stream()
                            .anyMatch(tag -> plain(tag).equalsIgnoreCase(plain(word))));
        case "image" ->
            got.path("image").asString("").equals(text)
                || Jsoup.parse(got.path("content_html").asString("")).select("img").stream()
                    .anyMatch(image -> image.attr("src").equals(text));
        case "content_contains" ->
            shown(got.path("content_html").asString("")).contains(text.replaceAll("\\s", ""));
        default -> false;
      };
    }

    private static boolean isDate(JsonNode want, String got) {
      var text = want.asString("");
      return want.isNull()
          ? got.isEmpty() || isFirstSeen(got)
          : text.length() == 10
              ? got.startsWith(text)
              : !got.isEmpty()
                  && OffsetDateTime.parse(text)
                      .toInstant()
                      .equals(OffsetDateTime.parse(got).toInstant());
    }

    private static String plain(JsonNode text) {
      return text.asString("").strip().replaceAll("[\\s\\u00a0]+", " ");
    }

    private static String shown(String html) {
      return Jsoup.parse(html).text().replaceAll("[\\s\\u00a0]", "");
    }
  }
}
