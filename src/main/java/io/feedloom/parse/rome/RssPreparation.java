package io.feedloom.parse.rome;

import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.LinkElements;
import io.feedloom.parse.field.Sizes;
import io.feedloom.parse.xml.XmlElement;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdom2.Namespace;

/** Prepares an item of RSS 0.9 to 2.0 as one of RSS 2.0. */
final class RssPreparation extends Preparation {
  private static final Namespace NONE = Namespace.NO_NAMESPACE;

  /** Whether FeedBurner replaced the address of an enclosure; then Rome gets no enclosure. */
  private final boolean replaced;

  /** Whether the item also has links of Atom, in any namespace; then Rome gets no link. */
  private final boolean linked;

  private Optional<String> link = Optional.empty();

  RssPreparation(XmlElement item, Bases bases) {
    super("item", NONE, bases);
    boolean isReplaced = false;
    boolean isLinked = false;
    for (var child : item.children()) {
      isReplaced |= child.field().equals("feedburner:origenclosurelink");
      isLinked |= isAlternate(child);
    }
    replaced = isReplaced;
    linked = isLinked;
  }

  private static boolean isAlternate(XmlElement child) {
    return child.hasAttributes()
        && child.local().equals("link")
        && child.attribute("href").isPresent()
        && LinkElements.relation(child).equals("alternate");
  }

  @Override
  void finish() {
    link.ifPresent(address -> add("link", NONE, address));
  }

  @Override
  boolean takes(XmlElement child) {
    return switch (child.field()) {
      case "title" -> takesHtml(child, "title", NONE);
      case "description" -> summary(child, takesHtml(child, "description", NONE));
      case "content:encoded" -> content(child, takesHtml(child, "encoded", CONTENT));
      case "link" -> takesLink(child);
      case "guid" -> takesGuid(child);
      case "author" -> takesText(child, "author", NONE);
      case "comments" -> takesText(child, "comments", NONE);
      case "source" -> takesSource(child);
      case "category" -> takesCategory(child);
      case "enclosure" -> takesEnclosure(child);
      default -> takesDublinCore(child);
    };
  }

  /**
   * Prepares a text, which is HTML in RSS. If there are several, uses the first one that is not
   * blank.
   */
  private boolean takesHtml(XmlElement child, String name, Namespace namespace) {
    if (isTaken(name)) {
      return false;
    }
    var construct = Construct.of(child, bases.within(child));
    if (construct.isBlank()) {
      return false;
    }
    add(name, namespace, construct.html());
    return true;
  }

  /**
   * Prepares the link. If there are several, uses the last one that is an address, because
   * publishers mean that one.
   */
  private boolean takesLink(XmlElement child) {
    var address =
        !linked && LinkElements.relation(child).equals("alternate")
            ? bases.within(child).link(child.value())
            : Optional.<String>empty();
    link = LinkElements.later(link, address);
    return address.isPresent();
  }

  /** Prepares a guid. It is a permalink by default; Rome assumes the opposite. */
  private boolean takesGuid(XmlElement child) {
    var text = child.value().strip();
    if (isTaken("guid") || text.isEmpty()) {
      return false;
    }
    boolean permanent = !child.attribute("isPermaLink").orElse("").equalsIgnoreCase("false");
    set(add("guid", NONE, text), "isPermaLink", Boolean.toString(permanent));
    return true;
  }

  private boolean takesSource(XmlElement child) {
    if (isTaken("source")) {
      return false;
    }
    var source = add("source", NONE, PlainText.ofField(child.value()));
    child.attribute("url").flatMap(bases::resolve).ifPresent(u -> set(source, "url", u));
    return true;
  }

  private boolean takesCategory(XmlElement child) {
    boolean lists = child.hasChildren() || child.value().indexOf('<') >= 0;
    var text = lists ? "" : PlainText.ofField(child.value());
    if (text.isEmpty() || hasAny(child, "term", "label", "scheme")) {
      return false;
    }
    copy(child, add("category", NONE, text), "domain");
    return true;
  }

  private boolean takesEnclosure(XmlElement child) {
    boolean more = hasAny(child, "title", "filesize") || replaced;
    var url =
        more
            ? Optional.<String>empty()
            : child.attribute("url").flatMap(u -> LinkElements.file(u, bases.within(child)));
    url.ifPresent(
        address -> {
          var enclosure = add("enclosure", NONE);
          set(enclosure, "url", address);
          Sizes.length(child.attribute("length"))
              .ifPresent(length -> set(enclosure, "length", Long.toString(length)));
          copy(child, enclosure, "type");
        });
    return url.isPresent();
  }

  private static boolean hasAny(XmlElement element, String... attributes) {
    return element.hasAttributes()
        && Stream.of(attributes).anyMatch(name -> element.attribute(name).isPresent());
  }
}
