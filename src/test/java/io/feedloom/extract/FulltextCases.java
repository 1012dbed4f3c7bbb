package io.feedloom.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A folder of pages, each with what must come out of it: {@code cases.jsonl} and {@code pages/}.
 */
record FulltextCases(Path folder, List<JsonNode> cases) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static FulltextCases at(Path folder) throws IOException {
    var cases = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
      if (!line.isBlank()) {
        cases.add(JSON.readTree(line));
      }
    }
    return new FulltextCases(folder, cases);
  }

  /** Returns the cases that a condition holds for. */
  FulltextCases only(Predicate<JsonNode> condition) {
    return new FulltextCases(folder, cases.stream().filter(condition).toList());
  }

  /**
   * Returns whether a case was looked at while the rules for titles, dates and authors were
   * written. The cases of a site are all on the same side.
   */
  static boolean isSeen(JsonNode each) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      var hash = digest.digest(each.path("site").asString().getBytes(StandardCharsets.UTF_8));
      return (hash[hash.length - 1] & 1) == 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] page(JsonNode each) {
    return bytes(each.path("file").asString());
  }

  Optional<String> type(JsonNode each) {
    return Optional.ofNullable(each.path("charset").asString(null))
        .map(charset -> "text/html; charset=" + charset);
  }

  static URI address(JsonNode each) {
    return URI.create(each.path("url").asString().replace(" ", "%20").replace("|", "%7C"));
  }

  /** Adds the result for one page to the scores, and returns its F1. */
  double score(FulltextScore score, JsonNode each, ExtractedArticle article) {
    var corpus = each.path("corpus").asString();
    var meta = each.path("meta");
    field(score, corpus + " title", values(meta.path("title")), article.title().stream().toList());
    field(
        score,
        corpus + " author",
        values(meta.has("author") ? meta.path("author") : meta.path("byline")),
        article.authors());
    field(
        score,
        corpus + " date",
        values(meta.has("date") ? meta.path("date") : meta.path("publishedTime")),
        article.date().stream().toList());
    return scoreText(score, each, article.html());
  }

  /** Adds the text for one page to the scores, and returns its F1. */
  double scoreText(FulltextScore score, JsonNode each, String html) {
    var corpus = each.path("corpus").asString();
    var text = FulltextScore.text(html);
    if (corpus.equals("segments")) {
      return score.addSegments(each.path("with"), each.path("without"), text);
    }
    var gold =
        each.has("gold_text")
            ? each.path("gold_text").asString()
            : FulltextScore.text(
                new String(bytes(each.path("gold_html_file").asString()), StandardCharsets.UTF_8));
    return score.addOverlap(corpus, gold, text);
  }

  private static void field(
      FulltextScore score, String name, List<String> expected, List<String> values) {
    if (!expected.isEmpty()) {
      score.addField(name, expected, values);
    }
  }

  private static List<String> values(JsonNode node) {
    var result = new ArrayList<String>();
    if (node.isArray()) {
      node.forEach(each -> result.add(each.asString()));
    } else if (!node.isNull() && !node.isMissingNode() && !node.asString().isBlank()) {
      result.add(node.asString());
    }
    return result;
  }

  private byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve("pages").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
