package io.feedloom.parse;

import io.feedloom.feed.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Picks the elements of other namespaces that pass through as they are. */
final class Extensions {
  private static final Set<String> NAMESPACES =
      Set.of(
          "itunes",
          "podcast",
          "dc",
          "dcterms",
          "georss",
          "geo",
          "gml",
          "thr",
          "cc",
          "creativeCommons",
          "media",
          "psc",
          "prism",
          "source",
          "googleplay");

  /** What is said by a field of the entry already, or changes with every poll. */
  private static final Set<String> SAID =
      Set.of(
          "dc:title",
          "dc:creator",
          "dc:author",
          "dc:subject",
          "dc:date",
          "dc:description",
          "dc:contributor",
          "dc:language",
          "dc:rights",
          "dc:identifier",
          "dcterms:title",
          "dcterms:creator",
          "dcterms:modified",
          "dcterms:issued",
          "dcterms:created",
          "dcterms:rights",
          "dcterms:contributor",
          "dcterms:subject",
          "media:content",
          "media:group",
          "media:thumbnail",
          "media:title",
          "media:description",
          "media:credit",
          "media:community",
          "media:statistics",
          "thr:total");

  private static final int DEPTH = 6;
  private static final int MOST = 200;
  private static final int LONGEST = 20_000;

  private Extensions() {}

  static List<Element> read(org.jdom2.Element item) {
    var kept = new ArrayList<Element>();
    for (var child : Fields.children(item)) {
      boolean passes =
          NAMESPACES.contains(child.getNamespacePrefix()) && !SAID.contains(Fields.name(child));
      if (passes && kept.size() < MOST) {
        kept.add(copy(child, DEPTH));
      }
    }
    return kept;
  }

  private static Element copy(org.jdom2.Element element, int depth) {
    var children = new ArrayList<Element>();
    if (depth > 0) {
      for (var child : Fields.children(element)) {
        if (children.size() < MOST) {
          children.add(copy(child, depth - 1));
        }
      }
    }
    var text = element.getTextTrim();
    return new Element(
        element.getNamespaceURI(),
        element.getName(),
        attributes(element),
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        children);
  }

  private static Map<String, String> attributes(org.jdom2.Element element) {
    var attributes = new LinkedHashMap<String, String>();
    if (element.hasAttributes()) {
      for (var attribute : element.getAttributes()) {
        if (attribute.getNamespacePrefix().isEmpty()) {
          attributes.put(attribute.getName(), attribute.getValue());
        }
      }
    }
    return attributes;
  }
}
