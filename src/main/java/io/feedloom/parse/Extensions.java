package io.feedloom.parse;

import io.feedloom.feed.Element;
import io.feedloom.feed.Limits;
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

  /** One more than is kept, so that it is noted where there are more. */
  private static final int MOST = Limits.EXTENSIONS + 1;

  private static final int LONGEST = Limits.EXTENSION + 1;

  private Extensions() {}

  static List<Element> read(XmlElement item) {
    var kept = new ArrayList<Element>();
    for (var child : item.children()) {
      boolean passes = NAMESPACES.contains(child.prefix()) && !SAID.contains(child.field());
      if (passes && kept.size() < MOST) {
        kept.add(copy(child, DEPTH));
      }
    }
    return kept;
  }

  private static Element copy(XmlElement element, int depth) {
    var children = new ArrayList<Element>();
    if (depth > 0) {
      for (var child : element.children()) {
        if (children.size() < MOST) {
          children.add(copy(child, depth - 1));
        }
      }
    }
    var text = element.text();
    return new Element(
        element.namespace().getURI(),
        element.local(),
        attributes(element),
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        children);
  }

  private static Map<String, String> attributes(XmlElement element) {
    var names = element.attributeNames();
    var attributes = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).namespace().getPrefix().isEmpty()) {
        attributes.put(names.get(i).local(), element.attributeValues().get(i));
      }
    }
    return attributes;
  }
}
