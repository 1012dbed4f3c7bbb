package io.feedloom.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The children of an element by name, so that a chain of fallbacks reads as the list that it is.
 * Names are written in lower case with the prefix of {@link Namespaces}: {@code pubdate}, {@code
 * dc:creator}; elements of any RSS have none, those of any Atom have {@code atom:}.
 */
final class Fields {
  private final XmlElement owner;
  private final List<XmlElement> children;

  /** One bit for each name that is there: most of those asked for are not. */
  private final long names;

  private Fields(XmlElement owner, List<XmlElement> children) {
    this.owner = owner;
    this.children = children;
    long bits = 0;
    for (int i = 0; i < children.size(); i++) {
      bits |= bit(children.get(i).field());
    }
    names = bits;
  }

  static Fields of(XmlElement owner) {
    return new Fields(owner, owner.children());
  }

  /** Those of an element, as if it had only the children that are kept. */
  static Fields of(XmlElement owner, Predicate<XmlElement> kept) {
    var children = new ArrayList<XmlElement>(owner.size());
    for (int i = 0; i < owner.size(); i++) {
      if (owner.content(i) instanceof XmlElement child && kept.test(child)) {
        children.add(child);
      }
    }
    return new Fields(owner, children);
  }

  private static long bit(String name) {
    int hash = name.hashCode();
    return 1L << (hash ^ hash >>> 6);
  }

  XmlElement owner() {
    return owner;
  }

  /** All of them, in document order. */
  List<XmlElement> all() {
    return children;
  }

  /** The children of these names, those of the first name first. */
  List<XmlElement> all(String... wanted) {
    List<XmlElement> found = List.of();
    for (var name : wanted) {
      if ((names & bit(name)) != 0) {
        for (int i = 0; i < children.size(); i++) {
          if (children.get(i).field().equals(name)) {
            found = found.isEmpty() ? new ArrayList<>(2) : found;
            found.add(children.get(i));
          }
        }
      }
    }
    return found;
  }

  Optional<XmlElement> first(String... wanted) {
    for (var name : wanted) {
      if ((names & bit(name)) != 0) {
        for (int i = 0; i < children.size(); i++) {
          if (children.get(i).field().equals(name)) {
            return Optional.of(children.get(i));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The first text of these names that is not blank, stripped. */
  Optional<String> text(String... wanted) {
    for (var element : all(wanted)) {
      var text = element.value().strip();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }
}
