package io.feedloom.parse.field;

import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The feed and the items of a document.
 *
 * @param root the root of the document, from which the items were removed
 * @param channel the element with the feed's own fields; may be the root itself
 * @param items in document order, each without a parent
 */
public record Outline(XmlElement root, XmlElement channel, List<Item> items) {
  private static final int DEEPEST = 12;
  private static final int DEEPEST_ROOT = 3;
  private static final Set<String> ROOTS = Set.of("rss", "rdf", "feed", "channel", "entry");
  private static final Set<String> HOLDERS =
      Set.of("channel", "items", "entries", "rss", "feed", "rdf");

  /**
   * One item of a feed.
   *
   * @param bases the bases in effect within the element
   */
  public record Item(XmlElement element, Bases bases) {}

  public Outline {
    items = List.copyOf(items);
  }

  /** Returns whether a document is a feed, or has one within its outermost elements. */
  public static boolean isFeed(XmlElement document) {
    return !roots(document).isEmpty();
  }

  /** Finds the feeds of a document, and removes their items from it. */
  public static List<Outline> all(XmlElement document, Bases bases) {
    return roots(document).stream().map(root -> ofRoot(root, bases)).toList();
  }

  private static List<XmlElement> roots(XmlElement document) {
    var roots = new ArrayList<XmlElement>(1);
    addRoots(document, 0, roots);
    return roots;
  }

  /** Returns whether the feed has a title. */
  public boolean isTitled() {
    return ElementFields.of(channel).text("title", "atom:title").isPresent();
  }

  /**
   * Returns whether the document declares that it contains all entries of the feed (RFC 5005
   * section 2).
   */
  public boolean isComplete() {
    return !ElementFields.of(channel).all("fh:complete").isEmpty();
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

  /** Adds the root elements of feeds. A few publishers put them inside a page. */
  private static void addRoots(XmlElement element, int depth, List<XmlElement> roots) {
    if (ROOTS.contains(element.local().toLowerCase(Locale.ROOT)) && isFeedNamespace(element)) {
      roots.add(element);
    } else if (depth <= DEEPEST_ROOT) {
      for (var child : element.children()) {
        addRoots(child, depth + 1, roots);
      }
    }
  }

  /**
   * Returns the bases of a feed. In Atom, addresses are relative to the document. RSS does not
   * define a base; its publishers mean their site, even if another host serves the feed.
   */
  private static Bases ofItems(XmlElement root, XmlElement channel, Bases bases) {
    boolean atom = root.prefix().equals("atom");
    return atom
        ? bases
        : PageLinks.page(ElementFields.of(channel), bases)
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

  /** Removes the items from their parents. Other elements stay. */
  private static void collect(XmlElement parent, Bases bases, List<Item> items, int depth) {
    boolean found = false;
    for (var child : parent.children()) {
      if (isItem(child)) {
        found = true;
        items.add(new Item(child, bases.within(child)));
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

  /**
   * Returns whether an element contains items. A root may be inside another root whose end tag is
   * missing.
   */
  private static boolean holdsItems(XmlElement element) {
    return HOLDERS.contains(element.local().toLowerCase(Locale.ROOT));
  }

  private static boolean isFeedNamespace(XmlElement element) {
    var prefix = element.prefix();
    return prefix.isEmpty()
        || prefix.equals("rss")
        || prefix.equals("atom")
        || prefix.equals("rdf");
  }
}
