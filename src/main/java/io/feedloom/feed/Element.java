package io.feedloom.feed;

import java.util.List;
import java.util.Map;

/**
 * An element of another namespace that passes through: iTunes, Podcasting 2.0, Dublin Core, GeoRSS,
 * threading.
 *
 * @param namespace its URI
 * @param name without prefix
 * @param attributes those without a namespace, in document order
 * @param text its own text, trimmed
 */
public record Element(
    String namespace,
    String name,
    Map<String, String> attributes,
    String text,
    List<Element> children) {
  public Element {
    attributes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }
}
