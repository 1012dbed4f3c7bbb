package io.feedloom.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a document has its feed and its items.
 *
 * @param root of the document, freed of the items
 * @param channel holds what is said of the feed; perhaps the root itself
 * @param items in document order, each without a parent
 */
record Outline(XmlElement root, XmlElement channel, List<Item> items) {
  /** More than these are not read from one document. */
  static final int MAX_ITEMS = 10_000;

  private static final int DEEPEST = 12;
  private static final int DEEPEST_ROOT = 3;
  private static final Set<String> ROOTS = Set.of("rss", "rdf", "feed", "channel", "entry");

  /**
   * @param bases those in effect within the element
   */
  record Item(XmlElement element, Bases bases) {}

  Outline {
    items = List.copyOf(items);
  }

  /** Empty when the document is no feed of any kind. */
  static Optional<Outline> of(XmlElement document, Bases bases) {
    return root(document, 0).map(root -> ofRoot(root, bases));
  }

  private static Outline ofRoot(XmlElement root, Bases bases) {
    var channel = child(root, "channel").orElse(root);
    var items = new ArrayList<Item>();
    if (root.isNamed("entry")) {
      items.add(new Item(root, bases.within(root)));
    } else {
      collect(root, ofItems(root, channel, bases.within(root)), items, 0);
    }
    return new Outline(root, channel, items);
  }

  /** The element that a feed begins with; a few publishers wrap it into a page. */
  private static Optional<XmlElement> root(XmlElement element, int depth) {
    if (ROOTS.contains(element.local().toLowerCase(Locale.ROOT)) && isFeedNamespace(element)) {
      return Optional.of(element);
    }
    if (depth <= DEEPEST_ROOT) {
      for (var child : element.children()) {
        var root = root(child, depth + 1);
        if (root.isPresent()) {
          return root;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Atom says that addresses are relative to the document. RSS says nothing, and its publishers
   * mean their site, wherever the feed itself is served.
   */
  private static Bases ofItems(XmlElement root, XmlElement channel, Bases bases) {
    boolean atom = root.prefix().equals("atom");
    return atom
        ? bases
        : Links.page(Fields.of(channel), bases)
            .map(site -> new Bases(site, bases.declared(), bases.language()))
            .orElse(bases);
  }

  private static Optional<XmlElement> child(XmlElement parent, String name) {
    for (var child : parent.children()) {
      if (child.isNamed(name)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** Takes the items out of their parents; other elements stay. */
  private static void collect(XmlElement parent, Bases bases, List<Item> items, int depth) {
    boolean found = false;
    for (var child : parent.children()) {
      if (isItem(child)) {
        found = true;
        if (items.size() < MAX_ITEMS) {
          items.add(new Item(child, bases.within(child)));
        }
      } else if (depth < DEEPEST && holdsItems(child)) {
        collect(child, bases.within(child), items, depth + 1);
      }
    }
    if (found) {
      parent.removeIf(Outline::isItem);
    }
  }

  private static boolean isItem(XmlElement element) {
    return (element.isNamed("item") || element.isNamed("entry")) && isFeedNamespace(element);
  }

  private static boolean holdsItems(XmlElement element) {
    return element.isNamed("channel") || element.isNamed("items") || element.isNamed("entries");
  }

  private static boolean isFeedNamespace(XmlElement element) {
    var prefix = element.prefix();
    return prefix.isEmpty()
        || prefix.equals("rss")
        || prefix.equals("atom")
        || prefix.equals("rdf");
  }
}
