package io.feedloom.parse;

import io.feedloom.feed.Limits;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.HashMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds items that may exceed a limit, only by the lengths of their parts. This is very fast. The
 * few items that may exceed a limit are read at once, so that the problem is reported at every
 * poll.
 */
final class Oversize {
  /** The fields that may be as long as an entry's content. */
  private static final Set<String> BODIES =
      Set.of(
          "content:encoded",
          "content:items",
          "atom:content",
          "content",
          "xhtml:body",
          "xhtml:div",
          "body",
          "fullitem",
          "description",
          "dc:description",
          "atom:summary",
          "summary",
          "itunes:summary",
          "content_html",
          "content_text");

  /** The attributes that contain addresses. */
  private static final Set<String> ADDRESSES = Set.of("href", "url", "src", "resource", "about");

  /** The lowest limit of texts that are not bodies. */
  private static final int TEXT_LIMIT = Math.min(Limits.CATEGORY, Limits.NAME);

  /** The lowest limit of lists. */
  private static final int LIST_LIMIT = 100;

  /** The most children of one name that are kept. */
  private static final int MAX_OF_A_NAME = 2 * Limits.PEOPLE;

  private Oversize() {}

  /** Returns whether an item of XML may exceed a limit. */
  static boolean of(XmlElement item) {
    if (item.size() > LIST_LIMIT) {
      return true;
    }
    for (int i = 0; i < item.size(); i++) {
      if (item.content(i) instanceof XmlElement child && exceeds(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean exceeds(XmlElement child) {
    int most = most(child);
    return attributesExceed(child) || length(child, most) > most;
  }

  private static int most(XmlElement child) {
    if (BODIES.contains(child.field())) {
      return Limits.SUMMARY;
    }
    return child.prefix().equals("media") ? Limits.DESCRIPTION : TEXT_LIMIT;
  }

  private static boolean attributesExceed(XmlElement element) {
    for (int i = 0; i < element.attributeValues().size(); i++) {
      int length = element.attributeValues().get(i).length();
      if (length > TEXT_LIMIT
          && (length > Limits.ADDRESS
              || !ADDRESSES.contains(element.attributeNames().get(i).local()))) {
        return true;
      }
    }
    return false;
  }

  /** Counts the characters, and each child as one, up to a little more than the given number. */
  private static int length(XmlElement element, int most) {
    int length = 0;
    for (int i = 0; i < element.size() && length <= most; i++) {
      length +=
          switch (element.content(i)) {
            case XmlText text -> text.text().length();
            case XmlElement child -> 1 + length(child, most - length);
          };
    }
    return length;
  }

  /** Returns whether an item of JSON may exceed a limit. */
  static boolean of(JsonNode item) {
    for (var property : item.properties()) {
      int most = BODIES.contains(property.getKey()) ? Limits.SUMMARY : TEXT_LIMIT;
      if (exceeds(property.getValue(), most)) {
        return true;
      }
    }
    return false;
  }

  private static boolean exceeds(JsonNode node, int most) {
    if (node.isString()) {
      return node.asString().length() > most;
    }
    if (node.size() > LIST_LIMIT) {
      return true;
    }
    for (var child : node) {
      if (exceeds(child, most)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the item with only the first children of each name, in case it has thousands of them.
   */
  static XmlElement thinned(XmlElement item) {
    if (item.size() <= MAX_OF_A_NAME) {
      return item;
    }
    var thin = new XmlElement(item.name(), item.attributeNames(), item.attributeValues());
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i < item.size(); i++) {
      var content = item.content(i);
      if (!(content instanceof XmlElement child)
          || counts.merge(child.field(), 1, Integer::sum) <= MAX_OF_A_NAME) {
        thin.add(content);
      }
    }
    return thin;
  }
}
