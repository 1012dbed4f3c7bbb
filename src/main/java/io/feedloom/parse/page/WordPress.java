package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the list of posts of WordPress's REST interface. */
final class WordPress {
  private WordPress() {}

  static List<PageEntry> entries(JsonNode root, HtmlPage page) {
    var entries = new ArrayList<PageEntry>();
    for (var post : root.isArray() ? root.values() : List.<JsonNode>of()) {
      var title = HtmlPage.plain(text(post.path("title").path("rendered")).orElse(""));
      var link = text(post.path("link")).flatMap(page::address);
      if (!title.isEmpty() && link.isPresent()) {
        entries.add(entry(post, title, link.get(), page));
      }
    }
    return entries;
  }

  private static PageEntry entry(JsonNode post, String title, String link, HtmlPage page) {
    var embedded = post.path("_embedded");
    return new PageEntry(
        title,
        link,
        Optional.empty(),
        utc(post, "date_gmt").or(() -> text(post.path("date"))),
        utc(post, "modified_gmt").or(() -> text(post.path("modified"))),
        named(embedded.path("author").values().stream()),
        named(embedded.path("wp:term").values().stream().flatMap(terms -> terms.values().stream())),
        embedded.path("wp:featuredmedia").values().stream()
            .flatMap(media -> text(media.path("source_url")).flatMap(page::address).stream())
            .toList(),
        text(post.path("content").path("rendered")),
        text(post.path("excerpt").path("rendered")));
  }

  private static List<String> named(Stream<JsonNode> nodes) {
    return nodes
        .flatMap(node -> text(node.path("name")).stream())
        .map(HtmlPage::plain)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Optional<String> utc(JsonNode post, String name) {
    return text(post.path(name))
        .filter(date -> !date.startsWith("0000"))
        .map(date -> date.endsWith("Z") ? date : date + "Z");
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString()
        ? Optional.of(node.asString()).filter(t -> !t.isBlank())
        : Optional.empty();
  }
}
