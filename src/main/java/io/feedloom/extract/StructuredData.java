package io.feedloom.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a page says about its article in JSON-LD. Of the references by {@code @id}, those to
 * authors are followed.
 */
final class StructuredData {
  private static final int CHARACTERS = 1_000_000;
  private static final int NODES = 20_000;

  private static final Pattern CDATA = Pattern.compile("<!\\[CDATA\\[|]]>");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(60).build())
                  .enable(
                      JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                      JsonReadFeature.ALLOW_TRAILING_COMMA,
                      JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                  .build())
          .build();

  private final List<JsonNode> articles = new ArrayList<>();
  private final Map<String, String> namesById = new HashMap<>();
  private boolean paid;

  /** Reads all JSON-LD of a page. What is not JSON is left out. */
  static StructuredData of(Document page) {
    var result = new StructuredData();
    int left = CHARACTERS;
    for (var script : page.getElementsByTag("script")) {
      if (script.attr("type").toLowerCase(Locale.ROOT).contains("ld+json")) {
        var text = script.data();
        left -= text.length();
        if (left < 0) {
          break;
        }
        result.read(text);
      }
    }
    return result;
  }

  private void read(String script) {
    var text = CDATA.matcher(script).replaceAll("");
    int from = text.indexOf('{');
    int list = text.indexOf('[');
    int start = from < 0 || (list >= 0 && list < from) ? list : from;
    if (start < 0) {
      return;
    }
    try {
      collect(JSON.readTree(text.substring(start)));
    } catch (JacksonException e) {
      // A page with faulty JSON-LD is read without it.
    }
  }

  private void collect(JsonNode root) {
    var queue = new ArrayDeque<JsonNode>();
    queue.add(root);
    for (int steps = 0; !queue.isEmpty() && steps < NODES; steps++) {
      var node = queue.remove();
      if (node.isObject()) {
        var id = node.path("@id").asString("");
        var name = node.path("name").asString("");
        if (!id.isEmpty() && !name.isEmpty()) {
          namesById.putIfAbsent(id, name);
        }
        if (isArticle(node)) {
          articles.add(node);
        }
        var free = node.path("isAccessibleForFree");
        paid |= free.asString("").equalsIgnoreCase("false") && !isPart(node);
      }
      if (node.isContainer()) {
        node.forEach(queue::add);
      }
    }
  }

  private static boolean isPart(JsonNode node) {
    return node.path("@type").toString().contains("WebPageElement") && !node.has("cssSelector");
  }

  private static boolean isArticle(JsonNode node) {
    var type = node.path("@type").toString();
    return type.contains("Article")
        || type.contains("BlogPosting")
        || type.contains("Report")
        || (type.contains("Review\"") && node.has("headline"))
        || type.contains("Recipe");
  }

  boolean paid() {
    return paid;
  }

  Optional<String> headline() {
    return first("headline", "name");
  }

  Optional<String> published() {
    return first("datePublished", "dateCreated");
  }

  Optional<String> modified() {
    return first("dateModified");
  }

  Optional<String> language() {
    return first("inLanguage");
  }

  Optional<String> body() {
    return first("articleBody");
  }

  Optional<String> image() {
    return articles.stream()
        .map(article -> article.path("image"))
        .map(image -> image.isArray() && !image.isEmpty() ? image.get(0) : image)
        .map(image -> image.isObject() ? image.path("url") : image)
        .map(image -> image.asString(""))
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  List<String> authors() {
    for (var article : articles) {
      var names = new ArrayList<String>();
      var author = article.path("author");
      if (author.isArray()) {
        author.forEach(each -> names(each, names));
      } else {
        names(author, names);
      }
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }

  private void names(JsonNode author, List<String> names) {
    var name = author.isObject() ? author.path("name") : author;
    if (name.isArray() && !name.isEmpty()) {
      name = name.get(0);
    }
    var text =
        name.isMissingNode() && author.has("@id")
            ? namesById.getOrDefault(author.path("@id").asString(""), "")
            : name.asString("").strip();
    if (!text.isEmpty() && text.length() < 200) {
      names.add(text);
    }
  }

  private Optional<String> first(String... fields) {
    for (var field : fields) {
      for (var article : articles) {
        var text = article.path(field).asString("").strip();
        if (!text.isEmpty()) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }
}
