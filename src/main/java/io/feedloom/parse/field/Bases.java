package io.feedloom.parse.field;

import io.feedloom.feed.Schemes;
import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.XmlElement;
import java.util.Optional;
import org.jdom2.Namespace;

/**
 * The base of relative addresses, and the language of texts that name none.
 *
 * @param feedUrl where the feed was answered
 * @param declared {@code xml:base} in effect, made absolute
 * @param language {@code xml:lang} or the like in effect
 */
public record Bases(String feedUrl, Optional<String> declared, Optional<String> language) {
  /** Returns the bases in effect within an element. */
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

  /** Returns the base of addresses in the feed's own elements (RFC 4287 section 2). */
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
   * Returns the absolute address of a page or file that a reader may follow, of whatever scheme.
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
