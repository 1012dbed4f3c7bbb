package io.feedloom.extract;

import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes the kept parts of an element as HTML, with absolute addresses. */
final class ContentWriter {
  /** The elements that are kept. Other elements are replaced by their content. */
  private static final Set<String> KEPT =
      Set.of(
          "a",
          "abbr",
          "audio",
          "b",
          "bdi",
          "bdo",
          "blockquote",
          "br",
          "caption",
          "cite",
          "code",
          "col",
          "colgroup",
          "dd",
          "del",
          "details",
          "dfn",
          "div",
          "dl",
          "dt",
          "em",
          "figcaption",
          "figure",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "i",
          "iframe",
          "img",
          "ins",
          "kbd",
          "li",
          "mark",
          "math",
          "ol",
          "p",
          "picture",
          "pre",
          "q",
          "rp",
          "rt",
          "ruby",
          "s",
          "samp",
          "small",
          "source",
          "strike",
          "strong",
          "sub",
          "summary",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "time",
          "tr",
          "u",
          "ul",
          "var",
          "video",
          "wbr");

  private static final Set<String> VOID =
      Set.of("br", "col", "hr", "img", "source", "wbr", "input", "track");

  private static final Set<String> ADDRESSES = Set.of("href", "src", "poster", "cite");

  private static final List<String> MARKS = List.of("class", "id");

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("a", Set.of("href", "title", "name")),
          Map.entry("img", Set.of("src", "srcset", "sizes", "alt", "title", "width", "height")),
          Map.entry("source", Set.of("src", "srcset", "sizes", "type", "media")),
          Map.entry("video", Set.of("src", "poster", "controls", "width", "height")),
          Map.entry("audio", Set.of("src", "controls")),
          Map.entry("iframe", Set.of("src", "width", "height", "title", "allowfullscreen")),
          Map.entry("td", Set.of("colspan", "rowspan")),
          Map.entry("th", Set.of("colspan", "rowspan", "scope")),
          Map.entry("ol", Set.of("start", "type", "reversed")),
          Map.entry("li", Set.of("value")),
          Map.entry("time", Set.of("datetime")),
          Map.entry("abbr", Set.of("title")),
          Map.entry("blockquote", Set.of("cite")),
          Map.entry("q", Set.of("cite")));

  private final PageTree tree;
  private final URI base;
  private final StringBuilder out = new StringBuilder();

  ContentWriter(PageTree tree, URI base) {
    this.tree = tree;
    this.base = base;
  }

  /** Returns the HTML of the content of an element. */
  @SuppressWarnings("ReferenceEquality") // the same node, not an equal one
  String write(int root) {
    int at = root;
    int inside = root; // the element that the node is directly in
    Node top = tree.element(root);
    Node node = top;
    boolean down = true;
    while (true) {
      if (down) {
        if (node instanceof Element element && !node.equals(top)) {
          at++;
          if (at >= tree.size() || !element.equals(tree.element(at))) {
            break;
          }
          if (tree.isRemoved(at)) {
            at = tree.end(at) - 1;
            down = false;
          } else {
            open(element);
          }
        } else if (node instanceof TextNode text && !tree.isBare(inside)) {
          out.append(Entities.escape(text.getWholeText()));
        }
        if (down && node.childNodeSize() > 0) {
          node = node.childNode(0);
          inside = at;
          continue;
        }
        if (down && node instanceof Element element && !node.equals(top)) {
          close(element);
        }
      } else if (!node.equals(top) && node instanceof Element element) {
        close(element);
      }
      if (node.equals(top)) {
        break;
      }
      var next = node.nextSibling();
      if (next != null) {
        node = next;
        down = true;
      } else {
        node = node.parent();
        inside = tree.parent(inside);
        down = false;
        if (node == null || node.equals(top)) {
          break;
        }
      }
    }
    return out.toString().strip();
  }

  private void open(Element element) {
    var tag = element.normalName();
    if (!KEPT.contains(tag)) {
      if (element.isBlock()) {
        out.append("<div");
        mark(element);
        out.append('>');
      }
      return;
    }
    out.append('<').append(tag);
    mark(element);
    var allowed = ATTRIBUTES.getOrDefault(tag, Set.of());
    for (var attribute : element.attributes()) {
      var key = attribute.getKey();
      if (allowed.contains(key) && attribute.getValue() != null) {
        var value = attribute.getValue();
        if (ADDRESSES.contains(key)) {
          value = absolute(value);
        } else if (key.equals("srcset")) {
          value = absoluteSet(value);
        }
        if (!value.isEmpty() || key.equals("alt")) {
          out.append(' ').append(key).append("=\"").append(Entities.escape(value)).append('"');
        }
      }
    }
    out.append('>');
  }

  /** Writes classes and ids, by which the admin's rules choose elements. */
  private void mark(Element element) {
    for (var name : MARKS) {
      var value = element.attr(name);
      if (!value.isBlank()) {
        out.append(' ').append(name).append("=\"").append(Entities.escape(value)).append('"');
      }
    }
  }

  private void close(Element element) {
    var tag = element.normalName();
    if (!KEPT.contains(tag)) {
      if (element.isBlock()) {
        out.append("</div>");
      }
    } else if (!VOID.contains(tag)) {
      out.append("</").append(tag).append('>');
    }
  }

  private String absolute(String reference) {
    if (reference.startsWith("#") || reference.length() > 8000) {
      return reference.length() > 8000 ? "" : reference;
    }
    return WebAddress.resolve(base, reference).map(URI::toString).orElse(reference.strip());
  }

  private String absoluteSet(String set) {
    var result = new StringBuilder();
    for (var candidate : set.split(",\\s+", -1)) {
      var parts = candidate.strip().split("\\s+", 2);
      if (!parts[0].isEmpty()) {
        result.append(result.isEmpty() ? "" : ", ").append(absolute(parts[0]));
        if (parts.length > 1) {
          result.append(' ').append(parts[1]);
        }
      }
    }
    return result.toString();
  }
}
