package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds articles among nodes of schema.org, of JSON-LD or of microdata. */
final class SchemaOrg {
  private static final int DEPTH = 60;

  private static final List<String> PARTS =
      List.of(
          "@graph",
          "@list",
          "@set",
          "blogPost",
          "blogPosts",
          "hasPart",
          "itemListElement",
          "mainEntity",
          "mainEntityOfPage",
          "dataFeedElement",
          "item",
          "workFeatured",
          "about");

  private static final Set<String> NO_ENTRIES =
      Set.of(
          "BreadcrumbList",
          "SiteNavigationElement",
          "WPHeader",
          "WPFooter",
          "WPSideBar",
          "Organization",
          "NewsMediaOrganization",
          "Corporation",
          "LocalBusiness",
          "Person",
          "Comment",
          "Product",
          "Offer",
          "Event",
          "FAQPage",
          "Question",
          "Answer",
          "Place",
          "Brand",
          "ImageObject",
          "VideoObject");

  private final HtmlPage page;
  private final Map<String, JsonNode> byId = new HashMap<>();
  private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<PageEntry> entries = new ArrayList<>();

  private SchemaOrg(HtmlPage page) {
    this.page = page;
  }

  static List<PageEntry> entries(List<JsonNode> roots, HtmlPage page) {
    var reader = new SchemaOrg(page);
    roots.forEach(root -> reader.index(root, 0));
    roots.forEach(root -> reader.visit(root, false, Optional.empty(), 0));
    return reader.entries;
  }

  private void index(JsonNode node, int depth) {
    if (depth > DEPTH) {
      return;
    }
    if (node.path("@id").isString() && node.size() > 1) {
      byId.merge(id(node), node, (a, b) -> a.size() >= b.size() ? a : b);
    }
    node.values().forEach(child -> index(child, depth + 1));
  }

  private String id(JsonNode node) {
    var written = node.path("@id").asString().strip();
    int hash = written.indexOf('#');
    var document = hash < 0 ? written : written.substring(0, hash);
    var absolute =
        document.isEmpty() ? page.base().toString() : page.address(document).orElse(document);
    return hash < 0 ? absolute : absolute + written.substring(hash);
  }

  private JsonNode resolved(JsonNode node) {
    return node.isObject() && node.size() == 1 && node.path("@id").isString()
        ? byId.getOrDefault(id(node), node)
        : node;
  }

  private void visit(JsonNode written, boolean listed, Optional<JsonNode> holder, int depth) {
    var node = resolved(written);
    if (depth > DEPTH) {
      return;
    }
    if (node.isArray()) {
      node.values().forEach(child -> visit(child, listed, holder, depth + 1));
      return;
    }
    if (!node.isObject() || !seen.add(node)) {
      return;
    }
    var types = types(node);
    if (types.stream().anyMatch(SchemaOrg::isArticle)) {
      article(node, holder);
    } else if (types.stream().noneMatch(NO_ENTRIES::contains)) {
      int before = entries.size();
      var item = types.contains("ListItem") ? Optional.of(node) : Optional.<JsonNode>empty();
      for (var name : PARTS) {
        if (node.has(name)) {
          boolean list = name.equals("itemListElement") || (listed && name.equals("item"));
          visit(node.path(name), list, item, depth + 1);
        }
      }
      if (listed && entries.size() == before && !hasForeignItem(node)) {
        named(node, holder);
      }
    }
  }

  private boolean hasForeignItem(JsonNode node) {
    return types(resolved(node.path("item"))).stream().anyMatch(NO_ENTRIES::contains);
  }

  /** Adds an item of a list that has an address and a name alone. */
  private void named(JsonNode node, Optional<JsonNode> holder) {
    var inner = resolved(node.path("item"));
    var title = text(node, "name").or(() -> text(inner, "name")).or(() -> text(node, "headline"));
    var link =
        address(node.path("url"))
            .or(() -> address(inner))
            .or(() -> holder.flatMap(item -> address(item.path("url"))))
            .or(() -> node.has("item") ? Optional.empty() : address(node.path("@id")));
    if (title.isPresent() && link.isPresent()) {
      add(node, title.get(), link.get());
    }
  }

  private static boolean isArticle(String type) {
    return type.endsWith("Article")
        || (type.endsWith("Posting") && !type.equals("JobPosting"))
        || type.equals("Report")
        || type.equals("APIReference");
  }

  static List<String> types(JsonNode node) {
    return list(node.path("@type")).filter(JsonNode::isString).map(SchemaOrg::type).toList();
  }

  private static String type(JsonNode type) {
    var name = type.asString().strip();
    return name.substring(
        1
            + Math.max(
                name.lastIndexOf('/'), Math.max(name.lastIndexOf('#'), name.lastIndexOf(':'))));
  }

  private static Stream<JsonNode> list(JsonNode node) {
    if (node.isObject() && node.has("@list")) {
      return list(node.path("@list"));
    }
    if (node.isObject() && node.has("@set")) {
      return list(node.path("@set"));
    }
    return node.isArray()
        ? node.values().stream()
        : node.isMissingNode() || node.isNull() ? Stream.of() : Stream.of(node);
  }

  private void article(JsonNode node, Optional<JsonNode> holder) {
    var title =
        text(node, "headline")
            .or(() -> text(node, "name"))
            .or(() -> text(node, "alternativeHeadline"));
    var link =
        address(node.path("url"))
            .or(() -> address(node.path("mainEntityOfPage")))
            .or(() -> holder.flatMap(item -> address(item.path("url"))))
            .or(() -> address(node.path(Microdata.TITLE_LINK)))
            .or(() -> address(node.path("@id")).map(id -> id.replaceFirst("#.*", "")));
    if (title.isPresent() && link.isPresent()) {
      add(node, title.get(), link.get());
    }
  }

  private void add(JsonNode node, String title, String link) {
    entries.add(
        new PageEntry(
            title,
            link,
            Optional.empty(),
            text(node, "datePublished").or(() -> text(node, "dateCreated")),
            text(node, "dateModified"),
            names(node.path("author"), node.path("creator")),
            categories(node),
            images(node),
            raw(node, "articleBody").map(HtmlPage::html),
            raw(node, "description").or(() -> raw(node, "abstract")).map(HtmlPage::html)));
  }

  private List<String> names(JsonNode author, JsonNode creator) {
    return list(author.isMissingNode() ? creator : author)
        .map(this::resolved)
        .flatMap(node -> (node.isString() ? text(node) : name(node)).stream())
        .filter(name -> !name.startsWith("http"))
        .distinct()
        .toList();
  }

  private Optional<String> name(JsonNode person) {
    return text(person, "name")
        .or(
            () ->
                text(person, "familyName")
                    .map(last -> (text(person, "givenName").orElse("") + " " + last).strip()))
        .or(() -> text(person, "alternateName"));
  }

  private List<String> categories(JsonNode node) {
    var keywords =
        list(node.path("keywords"))
            .map(this::resolved)
            .flatMap(word -> (word.isObject() ? text(word, "name") : text(word)).stream())
            .flatMap(
                words ->
                    node.path("keywords").isArray() && node.path("keywords").size() > 1
                        ? Stream.of(words)
                        : Stream.of(words.split("[,;、，]", -1)));
    var sections = list(node.path("articleSection")).flatMap(word -> text(word).stream());
    return Stream.concat(keywords, sections)
        .map(HtmlPage::blanks)
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  private List<String> images(JsonNode node) {
    return Stream.of("image", "thumbnailUrl", "primaryImageOfPage", "thumbnail")
        .flatMap(name -> list(node.path(name)))
        .map(this::resolved)
        .flatMap(
            image ->
                (image.isObject()
                        ? address(image.path("contentUrl"))
                            .or(() -> address(image.path("url")))
                            .or(() -> address(image.path("@id")))
                        : address(image))
                    .stream())
        .distinct()
        .toList();
  }

  private Optional<String> address(JsonNode value) {
    var first = list(value).findFirst().orElse(JsonNodeFactory.instance.missingNode());
    if (first.isString()) {
      return page.address(first.asString());
    }
    if (!first.isObject()) {
      return Optional.empty();
    }
    var node = resolved(first);
    return node.has("url")
        ? address(node.path("url"))
        : node.has("@value") ? address(node.path("@value")) : address(node.path("@id"));
  }

  private Optional<String> raw(JsonNode node, String name) {
    return list(node.path(name))
        .map(value -> value.isObject() ? value.path("@value") : value)
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asString)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private Optional<String> text(JsonNode node, String name) {
    return raw(node, name).map(HtmlPage::plain).filter(text -> !text.isEmpty());
  }

  private static Optional<String> text(JsonNode value) {
    var plain = value.isObject() ? value.path("@value") : value;
    return plain.isValueNode() && !plain.isNull()
        ? Optional.of(HtmlPage.plain(plain.asString())).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}
