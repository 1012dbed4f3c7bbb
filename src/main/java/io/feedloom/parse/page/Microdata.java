package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads microdata (WHATWG HTML section 5) as nodes like those of JSON-LD. */
final class Microdata {
  /** The property with the address of a title's link; no vocabulary has it. */
  static final String TITLE_LINK = "feedloom:title-link";

  private static final int MAX_DEPTH = 40;
  private static final int MAX_PROPERTIES = 100_000;

  private final HtmlPage page;
  private final Map<String, Element> byId = new HashMap<>();
  private int values;

  private Microdata(HtmlPage page) {
    this.page = page;
  }

  static List<JsonNode> nodes(HtmlPage page) {
    var reader = new Microdata(page);
    var nodes = new ArrayList<JsonNode>();
    for (var scope : topLevel(page)) {
      nodes.add(reader.item(scope, 0));
    }
    return nodes;
  }

  /** Returns the items that are no property of another; a property outside of all items is none. */
  private static List<Element> topLevel(HtmlPage page) {
    var found = new ArrayList<Element>();
    page.document()
        .traverse(
            new NodeVisitor() {
              private int open;

              @Override
              public void head(Node node, int depth) {
                if (node instanceof Element element && element.hasAttr("itemscope")) {
                  if (open == 0 || !element.hasAttr("itemprop")) {
                    found.add(element);
                  }
                  open++;
                }
              }

              @Override
              public void tail(Node node, int depth) {
                if (node instanceof Element element && element.hasAttr("itemscope")) {
                  open--;
                }
              }
            });
    return found;
  }

  private ObjectNode item(Element scope, int depth) {
    var node = JsonNodeFactory.instance.objectNode();
    var types = node.putArray("@type");
    for (var type : scope.attr("itemtype").strip().split("\\s+", -1)) {
      types.add(type);
    }
    if (scope.hasAttr("itemid")) {
      page.address(scope.attr("itemid")).ifPresent(id -> node.put("@id", id));
    }
    if (depth < MAX_DEPTH) {
      Set<Element> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      seen.add(scope);
      scope.children().forEach(child -> crawl(child, node, seen, depth));
      for (var id : scope.attr("itemref").strip().split("\\s+", -1)) {
        var other = id.isEmpty() ? null : byId().get(id);
        if (other != null) {
          crawl(other, node, seen, depth);
        }
      }
    }
    return node;
  }

  /** Returns the first element of each id. */
  private Map<String, Element> byId() {
    if (byId.isEmpty()) {
      page.document().select("[id]").forEach(element -> byId.putIfAbsent(element.id(), element));
    }
    return byId;
  }

  private void crawl(Element from, ObjectNode node, Set<Element> seen, int depth) {
    var waiting = new java.util.ArrayDeque<Element>(List.of(from));
    while (!waiting.isEmpty() && values < MAX_PROPERTIES) {
      var element = waiting.removeFirst();
      if (!seen.add(element)) {
        continue;
      }
      values++;
      if (element.hasAttr("itemprop")) {
        for (var name : element.attr("itemprop").strip().split("\\s+", -1)) {
          var key = name.substring(name.lastIndexOf('/') + 1);
          node.withArray("/" + key.replace("~", "~0")).add(value(element, key, depth));
          if (key.equals("headline") || key.equals("name")) {
            titleLink(element).ifPresent(link -> node.put(TITLE_LINK, link));
          }
        }
      }
      if (!element.hasAttr("itemscope")) {
        var children = element.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          waiting.addFirst(children.get(i));
        }
      }
    }
  }

  /** Returns the address to which a title leads. */
  private Optional<String> titleLink(Element title) {
    var inner = title.selectFirst("a[href]");
    var link = inner == null ? title.closest("a[href]") : inner;
    return link == null ? Optional.empty() : page.address(link.attr("href"));
  }

  private JsonNode value(Element element, String name, int depth) {
    if (element.hasAttr("itemscope")) {
      return item(element, depth + 1);
    }
    var text =
        switch (element.normalName()) {
          case "meta" -> element.attr("content");
          case "a", "area", "link" ->
              name.equals("url") || isAddress(name) || element.text().isBlank()
                  ? page.address(element.attr("href")).orElse("")
                  : element.text();
          case "img" -> page.picture(element).orElse("");
          case "audio", "video", "embed", "iframe", "source", "track" ->
              page.address(element.attr("src")).orElse("");
          case "object" -> page.address(element.attr("data")).orElse("");
          case "time" -> element.hasAttr("datetime") ? element.attr("datetime") : element.text();
          case "data", "meter" -> element.attr("value");
          default ->
              element.hasAttr("content")
                  ? element.attr("content")
                  : name.equals("articleBody") ? element.html() : escaped(element);
        };
    return JsonNodeFactory.instance.stringNode(text);
  }

  private static String escaped(Element element) {
    return org.jsoup.nodes.Entities.escape(element.text());
  }

  /** Returns whether a property is an address, so that a link's text is not meant. */
  private static boolean isAddress(String name) {
    return switch (name) {
      case "mainEntityOfPage", "image", "sameAs", "thumbnailUrl", "item", "contentUrl" -> true;
      default -> false;
    };
  }
}
