package io.feedloom.parse;

import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.Locale;
import java.util.Set;

/**
 * Recognizes blank items, which some templates of publishers produce. Their elements are all empty,
 * so they would become empty entries.
 */
final class Substance {
  /** The attributes that are content. Other attributes only describe content. */
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

  /** Returns whether an element contains a text, an address or a name. */
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

  /** Returns whether a text contains more than blanks. */
  static boolean isIn(String text) {
    return !text.isEmpty() && (isPlain(text.charAt(0)) || !Addresses.trim(text).isEmpty());
  }

  private static boolean isPlain(char c) {
    return c > '&' && c < 0x7F;
  }
}
