package io.feedloom.parse;

import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.Locale;
import java.util.Set;

/**
 * Recognizes blank items, which publishers' templates write. An item with only empty elements would
 * be an empty entry.
 */
final class Substance {
  /** Attributes that are content by themselves; others describe something else. */
  private static final Set<String> SAYING =
      Set.of(
          "about",
          "data",
          "href",
          "label",
          "ref",
          "resource",
          "src",
          "term",
          "text",
          "title",
          "uri",
          "url",
          "value");

  private Substance() {}

  /** Checks whether there is a text, an address or a name in an element. */
  static boolean isIn(XmlElement element) {
    for (int i = 0; i < element.attributeNames().size(); i++) {
      var name = element.attributeNames().get(i).local().toLowerCase(Locale.ROOT);
      if (SAYING.contains(name) && isIn(element.attributeValues().get(i))) {
        return true;
      }
    }
    for (int i = 0; i < element.size(); i++) {
      boolean says =
          switch (element.content(i)) {
            case XmlText text -> isIn(text.text());
            case XmlElement child -> isIn(child);
          };
      if (says) {
        return true;
      }
    }
    return false;
  }

  /** Checks whether a text holds more than blanks. */
  static boolean isIn(String text) {
    return !text.isEmpty() && (isPlain(text.charAt(0)) || !Addresses.trim(text).isEmpty());
  }

  private static boolean isPlain(char c) {
    return c > '&' && c < 0x7F;
  }
}
