package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Link;
import io.feedloom.feed.Pace;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Person;
import io.feedloom.feed.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). */
final class JsonFeedReader {
  private static final int MOST = 100;

  private final Bases bases;

  private JsonFeedReader(Bases bases) {
    this.bases = bases;
  }

  static Parsed read(String document, Bases bases, Optional<String> language) {
    var json = JsonDocument.read(document);
    var root = json.root();
    boolean named = text(root, "version").orElse("").contains("jsonfeed.org/version");
    if (named || root.path("items").isArray()) {
      return new JsonFeedReader(bases).feed(json, language);
    }
    var problem = json.problems().stream().findFirst();
    return new Parsed.Unreadable(problem.orElse(new Problem("", "JSON, but no JSON Feed")));
  }

  private Parsed feed(JsonDocument json, Optional<String> header) {
    var root = json.root();
    var items = new Items();
    int count = 0;
    for (var node : root.path("items")) {
      if (node.isObject() && count++ < Outline.MAX_ITEMS) {
        add(node, items);
      }
    }
    var problems = Stream.concat(json.problems().stream(), items.problems().stream()).toList();
    var language = text(root, "language").or(() -> header);
    var extent = Extent.of(count > Outline.MAX_ITEMS, json.problems());
    return new Parsed.Feed(info(root, language), items.items(), problems, List.of(), extent, false);
  }

  private FeedInfo info(JsonNode root, Optional<String> language) {
    var hubs = new ArrayList<String>();
    for (var hub : root.path("hubs")) {
      text(hub, "url").flatMap(bases::web).ifPresent(hubs::add);
    }
    return new FeedInfo(
        text(root, "version").orElse("").endsWith("/1") ? "json_1.0" : "json_1.1",
        Optional.empty(),
        text(root, "title").map(PlainText::collapse),
        text(root, "description").map(PlainText::collapse),
        web(root, "home_page_url"),
        web(root, "feed_url"),
        hubs,
        authors(root),
        language,
        Optional.empty(),
        web(root, "icon"),
        web(root, "favicon"),
        Optional.empty(),
        Optional.empty(),
        Pace.NONE);
  }

  private void add(JsonNode node, Items items) {
    var written = node.toString();
    var guid =
        text(node, "id")
            .or(() -> web(node, "url"))
            .or(() -> web(node, "external_url"))
            .orElseGet(() -> ofText(node, written));
    long fingerprint = new Fingerprint().add(written).value();
    items.add(guid, fingerprint, () -> entry(guid, node));
  }

  private static String ofText(JsonNode node, String written) {
    return Identity.hash(
        text(node, "title").orElse("") + '\n' + text(node, "date_published").orElse(written));
  }

  private Entry entry(String guid, JsonNode node) {
    var link =
        web(node, "url")
            .or(() -> web(node, "external_url"))
            .or(() -> Optional.of(guid).filter(Addresses::isWeb));
    var base = link.orElse(bases.base());
    var html =
        text(node, "content_html")
            .map(h -> Html.sanitize(h, base).strip())
            .filter(h -> !h.isEmpty());
    var content = html.or(() -> text(node, "content_text").map(JsonFeedReader::paragraphs));
    return Entry.builder(guid)
        .title(text(node, "title").map(PlainText::collapse).orElse(""))
        .link(link.orElse(null))
        .content(content.orElse(null))
        .summary(text(node, "summary").map(Markup::escape).orElse(null))
        .authors(authors(node))
        .categories(categories(node))
        .enclosures(attachments(node))
        .links(external(node, link))
        .published(date(node, "date_published").orElse(null))
        .updated(date(node, "date_modified").orElse(null))
        .language(text(node, "language").orElse(null))
        .image(web(node, "image").or(() -> web(node, "banner_image")).orElse(null))
        .build();
  }

  private static Optional<Instant> date(JsonNode node, String name) {
    return text(node, name).flatMap(FeedDate::parse);
  }

  /** Version 1.1 {@code authors}, version 1 {@code author}. */
  private List<Person> authors(JsonNode node) {
    var authors = new ArrayList<Person>();
    for (var author : node.path("authors")) {
      person(author).ifPresent(authors::add);
    }
    if (authors.isEmpty()) {
      person(node.path("author")).ifPresent(authors::add);
    }
    return authors;
  }

  private Optional<Person> person(JsonNode node) {
    if (node.isString()) {
      return People.written(node.asString());
    }
    var name = text(node, "name");
    var url = text(node, "url");
    var mail = url.filter(u -> u.startsWith("mailto:")).map(u -> u.substring(7));
    var web = url.filter(u -> !u.startsWith("mailto:")).flatMap(bases::resolve);
    return name.isEmpty() && url.isEmpty()
        ? Optional.empty()
        : Optional.of(new Person(name, mail, web));
  }

  private static List<Category> categories(JsonNode node) {
    var categories = new ArrayList<Category>();
    for (var tag : node.path("tags")) {
      if (tag.isValueNode() && !tag.asString().isBlank() && categories.size() < MOST) {
        categories.add(Category.of(tag.asString().strip()));
      }
    }
    return categories.stream().distinct().toList();
  }

  private List<Enclosure> attachments(JsonNode node) {
    var enclosures = new ArrayList<Enclosure>();
    for (var attachment : node.path("attachments")) {
      var url = text(attachment, "url").flatMap(bases::resolve);
      if (url.isPresent() && enclosures.size() < MOST) {
        long size = attachment.path("size_in_bytes").asLong(0);
        enclosures.add(
            new Enclosure(
                url.get(),
                text(attachment, "mime_type"),
                size > 0 ? OptionalLong.of(size) : OptionalLong.empty(),
                text(attachment, "title")));
      }
    }
    return enclosures;
  }

  private List<Link> external(JsonNode node, Optional<String> link) {
    return web(node, "external_url")
        .filter(url -> !link.map(url::equals).orElse(false))
        .map(url -> List.of(new Link(url, "related", Optional.empty(), Optional.empty())))
        .orElse(List.of());
  }

  private Optional<String> web(JsonNode node, String name) {
    return text(node, name).flatMap(bases::web);
  }

  /** A text, or a number where a text should be. */
  private static Optional<String> text(JsonNode node, String name) {
    var value = node.path(name);
    return value.isString() || value.isNumber()
        ? Optional.of(XmlChars.legal(value.asString())).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private static String paragraphs(String text) {
    return "<p>"
        + Markup.escape(text.strip())
            .replaceAll("\\r?\\n\\s*\\r?\\n", "</p><p>")
            .replaceAll("\\r?\\n", "<br />")
        + "</p>";
  }
}
