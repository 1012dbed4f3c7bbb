package io.feedloom.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdom2.Content;
import org.jdom2.Element;

/**
 * Where a document has its feed and its items.
 *
 * @param root of the document, freed of the items
 * @param channel holds what is said of the feed; perhaps the root itself
 * @param items in document order, each without a parent
 */
record Outline(Element root, Element channel, List<Item> items) {
  /** More than these are not read from one document. */
  static final int MAX_ITEMS = 10_000;

  private static final int DEEPEST = 12;
  private static final int DEEPEST_ROOT = 3;
  private static final Set<String> ROOTS = Set.of("rss", "rdf", "feed", "channel", "entry");

  /**
   * @param bases those in effect within the element
   */
  record Item(Element element, Bases bases) {}

  Outline {
    items = List.copyOf(items);
  }

  /** Empty when the document is no feed of any kind. */
  static Optional<Outline> of(Element document, Bases bases) {
    return root(document, 0).map(root -> ofRoot(root, bases));
  }

  private static Outline ofRoot(Element root, Bases bases) {
    var channel = child(root, "channel").orElse(root);
    var items = new ArrayList<Item>();
    if (root.getName().equalsIgnoreCase("entry")) {
      items.add(new Item(root, bases.within(root)));
    } else {
      collect(root, ofItems(root, channel, bases.within(root)), items, 0);
    }
    return new Outline(root, channel, items);
  }

  /** The element that a feed begins with; a few publishers wrap it into a page. */
  private static Optional<Element> root(Element element, int depth) {
    if (ROOTS.contains(element.getName().toLowerCase(Locale.ROOT)) && isFeedNamespace(element)) {
      return Optional.of(element);
    }
    return depth > DEEPEST_ROOT
        ? Optional.empty()
        : Fields.children(element).stream()
            .flatMap(child -> root(child, depth + 1).stream())
            .findFirst();
  }

  /**
   * Atom says that addresses are relative to the document. RSS says nothing, and its publishers
   * mean their site, wherever the feed itself is served.
   */
  private static Bases ofItems(Element root, Element channel, Bases bases) {
    boolean atom = root.getNamespacePrefix().equals("atom");
    return atom
        ? bases
        : Links.page(Fields.of(channel), bases)
            .map(site -> new Bases(site, bases.declared(), bases.language()))
            .orElse(bases);
  }

  private static Optional<Element> child(Element parent, String name) {
    return Fields.children(parent).stream()
        .filter(e -> e.getName().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Takes the items out of their parents; other elements stay. */
  private static void collect(Element parent, Bases bases, List<Item> items, int depth) {
    var contents = new ArrayList<Content>(parent.getContent());
    boolean found = false;
    for (var content : contents) {
      if (content instanceof Element child) {
        if (isItem(child)) {
          found = true;
        } else if (holdsItems(child) && depth < DEEPEST) {
          collect(child, bases.within(child), items, depth + 1);
        }
      }
    }
    if (!found) {
      return;
    }
    parent.removeContent();
    for (var content : contents) {
      if (content instanceof Element child && isItem(child)) {
        if (items.size() < MAX_ITEMS) {
          items.add(new Item(child, bases.within(child)));
        }
      } else {
        parent.addContent(content);
      }
    }
  }

  private static boolean isItem(Element element) {
    var name = element.getName();
    return (name.equalsIgnoreCase("item") || name.equalsIgnoreCase("entry"))
        && isFeedNamespace(element);
  }

  private static boolean holdsItems(Element element) {
    var name = element.getName().toLowerCase(Locale.ROOT);
    return name.equals("channel") || name.equals("items") || name.equals("entries");
  }

  private static boolean isFeedNamespace(Element element) {
    var prefix = element.getNamespacePrefix();
    return prefix.isEmpty()
        || prefix.equals("rss")
        || prefix.equals("atom")
        || prefix.equals("rdf");
  }
}
