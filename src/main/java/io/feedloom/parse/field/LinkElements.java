package io.feedloom.parse.field;

import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.XmlElement;
import java.util.Locale;
import java.util.Optional;

/** Reads the parts of one element that links to something. */
public final class LinkElements {
  private LinkElements() {}

  /** Returns the absolute address of a file. Returns it unchanged if it cannot be resolved. */
  public static Optional<String> file(String url, Bases bases) {
    return Addresses.isHopeless(url) ? Optional.of(url) : bases.resolve(url);
  }

  /**
   * Returns the rank of a link; lower is better. HTML comes before other types, and relations in
   * their registered spelling come before others.
   */
  public static int rank(XmlElement link) {
    boolean html = link.attribute("type").orElse("text/html").contains("html");
    boolean spelled = link.attribute("rel").orElse("alternate").endsWith("alternate");
    return (html ? 0 : 2) + (spelled ? 0 : 1);
  }

  /** Returns the later of two links of RSS, unless only the earlier one is a web address. */
  public static Optional<String> later(Optional<String> earlier, Optional<String> later) {
    boolean worse = later.isEmpty() || !Addresses.isWeb(later.get());
    return worse && earlier.filter(Addresses::isWeb).isPresent()
        ? earlier
        : later.or(() -> earlier);
  }

  public static Optional<String> href(XmlElement link, Bases bases) {
    return link.attribute("href").flatMap(bases.within(link)::resolve);
  }

  /**
   * Returns the relation of a link (RFC 4287 section 4.2.7.2), or {@code alternate} if it names
   * none. Registered names may be written as URIs.
   */
  public static String relation(XmlElement link) {
    var relation = link.attribute("rel").orElse("alternate").toLowerCase(Locale.ROOT);
    var iana = "http://www.iana.org/assignments/relation/";
    return relation.startsWith(iana) ? relation.substring(iana.length()) : relation;
  }
}
