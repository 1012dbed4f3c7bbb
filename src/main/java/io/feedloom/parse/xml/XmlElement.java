package io.feedloom.parse.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdom2.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document. Every poll creates thousands, so they need little memory: they have no
 * reference to their parent and no JDOM objects. Only code that builds the tree changes them.
 */
public final class XmlElement implements XmlContent {
  private static final XmlContent[] NOTHING = {};

  private final XmlName name;
  private final List<XmlName> attributeNames;
  private final List<String> attributeValues;
  private XmlContent[] contents = NOTHING;
  private int size;

  public XmlElement(XmlName name) {
    this(name, List.of(), List.of());
  }

  /**
   * Creates an element without contents.
   *
   * @param attributeValues one for each name, in their order
   */
  public XmlElement(XmlName name, List<XmlName> attributeNames, List<String> attributeValues) {
    this.name = name;
    this.attributeNames = attributeNames;
    this.attributeValues = attributeValues;
  }

  public void add(XmlContent content) {
    if (size == contents.length) {
      contents = Arrays.copyOf(contents, size == 0 ? 1 : size * 4);
    }
    contents[size++] = content;
  }

  /** Removes the children that meet the condition. */
  public void removeIf(Predicate<XmlElement> unwanted) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!(contents[i] instanceof XmlElement child && unwanted.test(child))) {
        contents[kept++] = contents[i];
      }
    }
    Arrays.fill(contents, kept, size, null);
    size = kept;
  }

  public XmlName name() {
    return name;
  }

  /** Returns the name as it was written, without prefix. */
  public String local() {
    return name.local();
  }

  /** Returns the name as {@code ElementFields} writes it. */
  public String field() {
    return name.field();
  }

  public Namespace namespace() {
    return name.namespace();
  }

  /** Returns the prefix that Feedloom uses for its namespace. */
  public String prefix() {
    return name.namespace().getPrefix();
  }

  public boolean isNamed(String local) {
    return name.local().equalsIgnoreCase(local);
  }

  public int size() {
    return size;
  }

  public XmlContent content(int index) {
    return contents[index];
  }

  public boolean hasChildren() {
    for (int i = 0; i < size; i++) {
      if (contents[i] instanceof XmlElement) {
        return true;
      }
    }
    return false;
  }

  public List<XmlElement> children() {
    if (size == 0 || (size == 1 && contents[0] instanceof XmlText)) {
      return List.of();
    }
    var children = new ArrayList<XmlElement>(size);
    for (int i = 0; i < size; i++) {
      if (contents[i] instanceof XmlElement child) {
        children.add(child);
      }
    }
    return children;
  }

  /** Returns all text in the element, at any depth. */
  public String value() {
    if (size == 0) {
      return "";
    }
    if (size == 1 && contents[0] instanceof XmlText only) {
      return only.text();
    }
    var value = new StringBuilder();
    collect(value);
    return value.toString();
  }

  private void collect(StringBuilder value) {
    for (int i = 0; i < size; i++) {
      switch (contents[i]) {
        case XmlText text -> value.append(text.text());
        case XmlElement child -> child.collect(value);
      }
    }
  }

  /** Returns the element's own text, without that of its children, stripped. */
  public String text() {
    if (size == 1 && contents[0] instanceof XmlText only) {
      return only.text().strip();
    }
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      if (contents[i] instanceof XmlText own) {
        text.append(own.text());
      }
    }
    return text.toString().strip();
  }

  public List<XmlName> attributeNames() {
    return attributeNames;
  }

  public List<String> attributeValues() {
    return attributeValues;
  }

  public boolean hasAttributes() {
    return !attributeNames.isEmpty();
  }

  /**
   * Returns the stripped value of an attribute without a namespace, in upper or lower case. Empty
   * if it is blank.
   */
  public Optional<String> attribute(String local) {
    if (attributeNames.isEmpty()) {
      return Optional.empty();
    }
    var exact = nonBlank(value(local, false));
    return exact.isPresent() ? exact : nonBlank(value(local, true));
  }

  private @Nullable String value(String local, boolean anyCase) {
    for (int i = 0; i < attributeNames.size(); i++) {
      var its = attributeNames.get(i);
      if ((anyCase ? its.local().equalsIgnoreCase(local) : its.local().equals(local))
          && its.namespace().equals(Namespace.NO_NAMESPACE)) {
        return attributeValues.get(i);
      }
    }
    return null;
  }

  /** Returns the stripped value of an attribute of a namespace. Empty if it is blank. */
  public Optional<String> attribute(String local, Namespace namespace) {
    for (int i = 0; i < attributeNames.size(); i++) {
      var its = attributeNames.get(i);
      if (its.namespace().equals(namespace) && its.local().equals(local)) {
        return nonBlank(attributeValues.get(i));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> nonBlank(@Nullable String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }
}
