package io.feedloom.parse.rome;

import io.feedloom.parse.field.FieldNames;
import java.util.List;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * An item that is passed to Rome. Rome looks up some twenty children by name. For each look-up,
 * JDOM would make a list and an iterator. This class only searches its children, and only for names
 * that may occur.
 */
final class RomeElement extends Element {
  private static final long serialVersionUID = 1;

  /** The bits of all names that occur, as in {@link FieldNames}. */
  private long names;

  RomeElement(String name, Namespace namespace) {
    super(name, namespace);
  }

  void add(Element child) {
    names |= FieldNames.bit(child.getName());
    addContent(child);
  }

  @Override
  public @Nullable Element getChild(String name, Namespace namespace) {
    if ((names & FieldNames.bit(name)) == 0) {
      return null;
    }
    for (int i = 0; i < getContentSize(); i++) {
      if (getContent(i) instanceof Element child && is(child, name, namespace)) {
        return child;
      }
    }
    return null;
  }

  @Override
  public List<Element> getChildren(String name, Namespace namespace) {
    return getChild(name, namespace) == null ? List.of() : super.getChildren(name, namespace);
  }

  private static boolean is(Element child, String name, Namespace namespace) {
    return child.getName().equals(name) && child.getNamespace().equals(namespace);
  }
}
