package io.feedloom.parse;

import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.xml.TreeBuilder;
import io.feedloom.parse.xml.XmlTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Converts RSS in JSON ({@code {"rss": {"channel": {"item": […]}}}}) into elements. A member may be
 * an element or an attribute; JSON does not distinguish them.
 */
final class RssInJson {
  /**
   * The elements that contain elements. In other elements, a member with a plain value is an
   * attribute.
   */
  private static final Set<String> STRUCTURES =
      Set.of(
          "channel",
          "item",
          "image",
          "textinput",
          "skiphours",
          "skipdays",
          "author",
          "itunes:owner",
          "media:group");

  /** The possible names of the member with an element's text. */
  private static final List<String> TEXTS =
      List.of("#value", "#text", "#cdata", "$t", "__text", "_");

  /** The possible names of the member that contains all attributes. */
  private static final Set<String> ATTRIBUTES = Set.of("@attributes", "$");

  private final TreeBuilder tree = new TreeBuilder();

  private RssInJson() {}

  /** Returns whether a document is RSS in JSON. */
  static boolean is(JsonNode root) {
    return root.path("rss").has("channel") || root.path("channel").has("item");
  }

  /** Returns the document as elements. */
  static Optional<XmlTree> read(JsonDocument document) {
    var reader = new RssInJson();
    var root = document.root();
    reader.element("rss", root.has("rss") ? root.path("rss") : root);
    return reader.tree.tree(document.problems());
  }

  private void element(String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(each -> element(name, each));
    } else if (value.isObject()) {
      object(name, value);
    } else if (!value.isNull()) {
      tree.open(name);
      tree.text(XmlChars.legal(value.asString()));
      tree.close();
    }
  }

  private void object(String name, JsonNode object) {
    var text = TEXTS.stream().filter(object::has).findFirst();
    boolean structure = text.isEmpty() && STRUCTURES.contains(name.toLowerCase(Locale.ROOT));
    for (var member : object.properties()) {
      if (ATTRIBUTES.contains(member.getKey())) {
        member.getValue().properties().forEach(this::attribute);
      } else if (isAttribute(member, structure)) {
        attribute(member);
      }
    }
    tree.open(name);
    text.map(object::get).flatMap(JsonValues::scalar).ifPresent(tree::text);
    for (var member : object.properties()) {
      boolean other = !ATTRIBUTES.contains(member.getKey()) && !TEXTS.contains(member.getKey());
      if (other && !isAttribute(member, structure)) {
        element(member.getKey(), member.getValue());
      }
    }
    tree.close();
  }

  private static boolean isAttribute(Map.Entry<String, JsonNode> member, boolean structure) {
    var name = member.getKey();
    boolean marked = name.startsWith("@") || name.startsWith("xmlns") || name.startsWith("xml:");
    boolean plain = !structure && name.indexOf(':') < 0;
    return member.getValue().isValueNode()
        && !member.getValue().isNull()
        && !TEXTS.contains(name)
        && (marked || plain);
  }

  private void attribute(Map.Entry<String, JsonNode> member) {
    var name = member.getKey();
    tree.attribute(
        name.startsWith("@") ? name.substring(1) : name,
        XmlChars.legal(member.getValue().asString()));
  }
}
