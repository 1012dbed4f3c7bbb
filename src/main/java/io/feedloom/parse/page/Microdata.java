package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads microdata (WHATWG HTML section 5) as nodes like those of JSON-LD. */
final class Microdata {
  private static final int DEPTH = 40;
  private static final int MOST = 100_000;

  private final HtmlPage page;
  private final Map<String, Element> byId = new HashMap<>();
  private int values;

  private Microdata(HtmlPage page) {
    this.page = page;
  }

  static List<JsonNode> nodes(HtmlPage page) {
    var reader = new Microdata(page);
    var nodes = new ArrayList<JsonNode>();
    for (var scope : page.document().select("[itemscope]:not([itemprop])")) {
      nodes.add(reader.item(scope, 0));
    }
    return nodes;
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
    if (depth < DEPTH) {
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
    while (!waiting.isEmpty() && values < MOST) {
      var element = waiting.removeFirst();
      if (!seen.add(element)) {
        continue;
      }
      values++;
      if (element.hasAttr("itemprop")) {
        for (var name : element.attr("itemprop").strip().split("\\s+", -1)) {
          var key = name.substring(name.lastIndexOf('/') + 1);
          node.withArray("/" + key.replace("~", "~0")).add(value(element, key, depth));
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
