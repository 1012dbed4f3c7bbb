package io.feedloom.parse;

import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import java.util.Locale;
import org.jdom2.Document;

/** Where Rome is asked. */
final class Rome {
  private Rome() {}

  /** What Rome calls the format of a document, such as {@code rss_2.0}. */
  static String format(Outline outline) {
    var root = outline.root();
    try {
      var document = new Document(root.clone());
      return new WireFeedInput(false, Locale.ROOT).build(document).getFeedType();
    } catch (FeedException | RuntimeException e) {
      return root.getName().equalsIgnoreCase("feed") ? "atom_1.0" : "rss_2.0";
    }
  }
}
