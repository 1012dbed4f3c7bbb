package io.feedloom.parse;

import io.feedloom.feed.Digest;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.PageLinks;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Determines the guid of an item, which identifies its entry within the feed. */
final class ItemGuid {
  private ItemGuid() {}

  /**
   * Returns the first of these that is there: RSS 2.0 {@code guid} or Atom {@code id}; RSS 1.0
   * {@code rdf:about}; Dublin Core's identifier; the link; a hash of title and date; a hash of
   * everything.
   */
  static String of(XmlElement item, long fingerprint, Bases bases) {
    return text(item, "guid")
        .or(() -> text(item, "id"))
        .or(() -> item.attribute("about", Namespaces.RDF))
        .or(() -> text(item, "identifier"))
        .or(() -> PageLinks.page(ElementFields.of(item), bases))
        .orElseGet(() -> ofText(item, fingerprint));
  }

  private static Optional<String> text(XmlElement item, String name) {
    for (int i = 0; i < item.size(); i++) {
      if (item.content(i) instanceof XmlElement child
          && child.local().equals(name)
          && isOwn(child, name)) {
        var text = child.value().strip();
        if (!text.isEmpty()) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOwn(XmlElement element, String name) {
    var prefix = element.prefix();
    return name.equals("identifier")
        ? prefix.equals("dc")
        : prefix.isEmpty() || prefix.equals("atom") || prefix.equals("rss");
  }

  /** Returns a hash of title and date, or of everything if both are missing. */
  private static String ofText(XmlElement item, long fingerprint) {
    var known =
        item.children().stream()
            .filter(ItemGuid::isTitleOrDate)
            .map(e -> e.value().strip())
            .filter(text -> !text.isEmpty())
            .toList();
    var text = known.isEmpty() ? Long.toHexString(fingerprint) : String.join("\n", known);
    return hash(text);
  }

  /** Returns an id that is a hash of other fields. */
  static String hash(String text) {
    return "urn:sha256:" + Digest.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTitleOrDate(XmlElement element) {
    return switch (element.local()) {
      case "title", "pubDate", "date", "published", "issued" -> true;
      default -> false;
    };
  }
}
