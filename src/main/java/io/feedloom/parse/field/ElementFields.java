package io.feedloom.parse.field;

import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The children of an element, by name. With it, code can list the names of a field in order of
 * preference. Names are in lower case, with the prefix that {@code Namespaces} defines, for example
 * {@code dc:creator}. Elements of RSS have no prefix, as {@code pubdate}, and elements of Atom have
 * {@code atom:}.
 */
public final class ElementFields {
  private final XmlElement owner;
  private final List<XmlElement> children;

  /**
   * The bits of all names that occur, see {@link FieldNames}. They answer most look-ups, because
   * most names do not occur.
   */
  private final long names;

  private ElementFields(XmlElement owner, List<XmlElement> children) {
    this.owner = owner;
    this.children = children;
    long bits = 0;
    for (int i = 0; i < children.size(); i++) {
      bits |= FieldNames.bit(children.get(i).field());
    }
    names = bits;
  }

  public static ElementFields of(XmlElement owner) {
    return new ElementFields(owner, owner.children());
  }

  /** Returns the fields of an element, without the children that the test rejects. */
  public static ElementFields of(XmlElement owner, Predicate<XmlElement> kept) {
    var children = new ArrayList<XmlElement>(owner.size());
    for (int i = 0; i < owner.size(); i++) {
      if (owner.content(i) instanceof XmlElement child && kept.test(child)) {
        children.add(child);
      }
    }
    return new ElementFields(owner, children);
  }

  public XmlElement owner() {
    return owner;
  }

  /** Returns all children, in document order. */
  public List<XmlElement> all() {
    return children;
  }

  /** Returns the children with these names, ordered by name as listed. */
  public List<XmlElement> all(FieldNames wanted) {
    if ((names & wanted.bits()) == 0) {
      return List.of();
    }
    List<XmlElement> found = List.of();
    for (int n = 0; n < wanted.names().size(); n++) {
      var name = wanted.names().get(n);
      for (int i = next(name, 0); i >= 0; i = next(name, i + 1)) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(children.get(i));
      }
    }
    return found;
  }

  public List<XmlElement> all(String... wanted) {
    return all(FieldNames.of(wanted));
  }

  public Optional<XmlElement> first(FieldNames wanted) {
    if ((names & wanted.bits()) == 0) {
      return Optional.empty();
    }
    for (int n = 0; n < wanted.names().size(); n++) {
      int found = next(wanted.names().get(n), 0);
      if (found >= 0) {
        return Optional.of(children.get(found));
      }
    }
    return Optional.empty();
  }

  public Optional<XmlElement> first(String... wanted) {
    return first(FieldNames.of(wanted));
  }

  /** Returns the first text of these names that is not blank, stripped. */
  public Optional<String> text(FieldNames wanted) {
    for (var element : all(wanted)) {
      var text = element.value().strip();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  public Optional<String> text(String... wanted) {
    return text(FieldNames.of(wanted));
  }

  /** Returns the position of the next child of a name; -1 if there is none. */
  private int next(String name, int from) {
    if ((names & FieldNames.bit(name)) == 0) {
      return -1;
    }
    for (int i = from; i < children.size(); i++) {
      if (children.get(i).field().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
