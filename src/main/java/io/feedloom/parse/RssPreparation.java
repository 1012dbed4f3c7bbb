package io.feedloom.parse;

import java.util.Optional;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** Prepares an item of RSS 0.9 to 2.0 as one of RSS 2.0. */
final class RssPreparation extends Preparation {
  private static final Namespace NONE = Namespace.NO_NAMESPACE;
  private static final Namespace FEEDBURNER = Namespaces.meant("feedburner");

  /** Whether FeedBurner says apart what an enclosure was before: then no enclosure is Rome's. */
  private final boolean replaced;

  /** Whether an item has Atom's links, of whatever namespace, too: then no link is Rome's. */
  private final boolean linked;

  RssPreparation(Element item, Bases bases) {
    super("item", NONE, bases);
    replaced = item.getChild("origEnclosureLink", FEEDBURNER) != null;
    linked = Fields.children(item).stream().anyMatch(RssPreparation::isAlternate);
  }

  private static boolean isAlternate(Element child) {
    return child.hasAttributes()
        && child.getName().equals("link")
        && child.getAttribute("href") != null
        && Links.relation(child).equals("alternate");
  }

  @Override
  boolean takes(String name, Element child) {
    return switch (name) {
      case "title" -> takesHtml(child, "title", NONE);
      case "description" -> summary(child, takesHtml(child, "description", NONE));
      case "content:encoded" -> content(child, takesHtml(child, "encoded", CONTENT));
      case "link" -> takesLink(child);
      case "guid" -> takesGuid(child);
      case "author" -> takesOnce(child, "author");
      case "comments" -> takesOnce(child, "comments");
      case "source" -> takesSource(child);
      case "category" -> takesCategory(child);
      case "enclosure" -> takesEnclosure(child);
      default -> takesDublinCore(name, child);
    };
  }

  private boolean takesOnce(Element child, String name) {
    return !isTaken(name, NONE) && takesText(child, name, NONE);
  }

  /** In RSS all text is HTML. Of several the first that says anything. */
  private boolean takesHtml(Element child, String name, Namespace namespace) {
    if (isTaken(name, namespace)) {
      return false;
    }
    var construct = Construct.of(child, bases.within(child));
    if (construct.isBlank()) {
      return false;
    }
    add(name, namespace, construct.html());
    return true;
  }

  /** Of several the last that is an address: that is what publishers mean. */
  private boolean takesLink(Element child) {
    var address =
        !linked && Links.relation(child).equals("alternate")
            ? bases.within(child).web(child.getValue())
            : Optional.<String>empty();
    address.ifPresent(
        link -> {
          remove("link", NONE);
          add("link", NONE, link);
        });
    return address.isPresent();
  }

  /** A permalink unless it says that it is none; Rome has it the other way round. */
  private boolean takesGuid(Element child) {
    var text = child.getValue().strip();
    if (isTaken("guid", NONE) || text.isEmpty()) {
      return false;
    }
    boolean permanent =
        !Fields.attribute(child, "isPermaLink").orElse("").equalsIgnoreCase("false");
    set(add("guid", NONE, text), "isPermaLink", Boolean.toString(permanent));
    return true;
  }

  private boolean takesSource(Element child) {
    if (isTaken("source", NONE)) {
      return false;
    }
    var source = add("source", NONE, PlainText.ofHtml(child.getValue()));
    Fields.attribute(child, "url").flatMap(bases::resolve).ifPresent(u -> set(source, "url", u));
    return true;
  }

  private boolean takesCategory(Element child) {
    var text = PlainText.ofHtml(child.getValue());
    if (text.isEmpty() || hasAny(child, "term", "label", "scheme")) {
      return false;
    }
    copy(child, add("category", NONE, text), "domain");
    return true;
  }

  private boolean takesEnclosure(Element child) {
    boolean more = hasAny(child, "title", "filesize") || replaced;
    var url =
        more
            ? Optional.<String>empty()
            : Fields.attribute(child, "url").flatMap(u -> Links.file(u, bases.within(child)));
    url.ifPresent(
        address -> {
          var enclosure = add("enclosure", NONE);
          set(enclosure, "url", address);
          Links.length(Fields.attribute(child, "length"))
              .ifPresent(length -> set(enclosure, "length", Long.toString(length)));
          copy(child, enclosure, "type");
        });
    return url.isPresent();
  }

  private static boolean hasAny(Element element, String... attributes) {
    return element.hasAttributes()
        && Stream.of(attributes).anyMatch(name -> Fields.attribute(element, name).isPresent());
  }
}
