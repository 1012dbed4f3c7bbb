package io.feedloom.parse.field;

import io.feedloom.feed.Schemes;
import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.XmlElement;
import java.util.Optional;
import org.jdom2.Namespace;

/**
 * The values that an element inherits from the elements around it: the base against which relative
 * addresses are resolved, and the language of its texts.
 *
 * @param feedUrl the address of the document, after redirects
 * @param declared the absolute {@code xml:base} of the nearest element that declares one
 * @param language the language that the nearest element declares, for example by {@code xml:lang}
 */
public record Bases(String feedUrl, Optional<String> declared, Optional<String> language) {
  /** Returns the values for the children of an element. */
  public Bases within(XmlElement element) {
    if (!element.hasAttributes()) {
      return this;
    }
    var base = element.attribute("base", Namespace.XML_NAMESPACE);
    var lang = element.attribute("lang", Namespace.XML_NAMESPACE);
    if (base.isEmpty() && lang.isEmpty()) {
      return this;
    }
    var absolute = base.flatMap(b -> Addresses.resolve(base(), b)).filter(Addresses::isWeb);
    return new Bases(feedUrl, absolute.or(() -> declared), lang.or(() -> language));
  }

  /** Returns the address against which relative addresses are resolved (RFC 4287 section 2). */
  public String base() {
    return declared.orElse(feedUrl);
  }

  public Optional<String> resolve(String reference) {
    return Addresses.resolve(base(), reference);
  }

  public Optional<String> web(String reference) {
    return resolve(reference).filter(Addresses::isWeb);
  }

  /**
   * Returns the absolute address of a page or file. Returns empty if the address is not safe to
   * follow.
   */
  public Optional<String> link(String reference) {
    return resolve(reference).filter(Bases::isLink);
  }

  /** Returns whether a text is an address that may be followed, and not other text with a colon. */
  public static boolean isLink(String address) {
    return Addresses.isWeb(address)
        || (Schemes.mayFollow(address) && address.chars().noneMatch(Character::isWhitespace));
  }
}
