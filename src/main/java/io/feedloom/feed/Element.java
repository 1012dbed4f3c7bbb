package io.feedloom.feed;

import java.util.List;
import java.util.Map;

/**
 * An element of another namespace that merged feeds repeat: iTunes, Podcasting 2.0, Dublin Core,
 * GeoRSS, threading.
 *
 * @param namespace the namespace's URI
 * @param name without prefix
 * @param attributes the attributes without a namespace, in document order
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
