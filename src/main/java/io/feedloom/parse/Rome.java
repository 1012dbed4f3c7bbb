package io.feedloom.parse;

import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import java.util.Locale;
import org.jdom2.Document;
import org.jdom2.Element;

/**
 * Where Rome is asked: it knows the formats apart, and names them. What a feed and its entries say
 * is read from the tree directly, because Rome's own readers lose a feed for one bad value, know
 * dates to the millisecond at best, and leave out what is not in their specification.
 */
final class Rome {
  private Rome() {}

  /** What Rome calls the format of a document, such as {@code rss_2.0}. */
  static String format(Element root) {
    var frame = new Element(root.getName(), root.getNamespace());
    root.getAttributes().forEach(attribute -> frame.setAttribute(attribute.clone()));
    root.getChildren().stream()
        .filter(child -> child.getName().equals("channel"))
        .findFirst()
        .ifPresent(channel -> frame.addContent(new Element("channel", channel.getNamespace())));
    try {
      return new WireFeedInput(false, Locale.ROOT).build(new Document(frame)).getFeedType();
    } catch (FeedException | RuntimeException e) {
      return root.getName().equalsIgnoreCase("feed") ? "atom_1.0" : "rss_2.0";
    }
  }
}
