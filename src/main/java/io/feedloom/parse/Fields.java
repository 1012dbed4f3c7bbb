package io.feedloom.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * The children of an element by name, so that a chain of fallbacks reads as the list that it is.
 * Names are written in lower case with the prefix of {@link Namespaces}: {@code pubdate}, {@code
 * dc:creator}; elements of any RSS have none, those of any Atom have {@code atom:}.
 */
final class Fields {
  private final Element owner;
  private final Map<String, List<Element>> byName = new LinkedHashMap<>();

  private Fields(Element owner) {
    this.owner = owner;
  }

  static Fields of(Element owner) {
    return of(owner, (name, child) -> true);
  }

  /** Those of an element, as if it had only the children that are kept. */
  static Fields of(Element owner, BiPredicate<String, Element> kept) {
    var fields = new Fields(owner);
    for (var child : children(owner)) {
      var name = name(child);
      if (kept.test(name, child)) {
        fields.byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(child);
      }
    }
    return fields;
  }

  /** The children of an element; JDOM's own list of them is many times slower to go through. */
  static List<Element> children(Element element) {
    int size = element.getContentSize();
    var children = new ArrayList<Element>(size);
    for (int i = 0; i < size; i++) {
      if (element.getContent(i) instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /** The name of an element as it is written here. */
  static String name(Element element) {
    var local = element.getName().toLowerCase(Locale.ROOT);
    var prefix = prefix(element.getNamespace());
    return prefix.isEmpty() ? local : prefix + ":" + local;
  }

  private static String prefix(Namespace namespace) {
    return namespace.equals(Namespaces.RSS10) || namespace.equals(Namespaces.RSS090)
        ? ""
        : namespace.getPrefix();
  }

  Element owner() {
    return owner;
  }

  /** The children of these names, those of the first name first. */
  List<Element> all(String... names) {
    if (names.length == 1) {
      return byName.getOrDefault(names[0], List.of());
    }
    var all = new ArrayList<Element>();
    for (var name : names) {
      all.addAll(byName.getOrDefault(name, List.of()));
    }
    return all;
  }

  Optional<Element> first(String... names) {
    for (var name : names) {
      var found = byName.get(name);
      if (found != null) {
        return Optional.of(found.getFirst());
      }
    }
    return Optional.empty();
  }

  /** The first text of these names that is not blank, stripped. */
  Optional<String> text(String... names) {
    for (var name : names) {
      for (var element : byName.getOrDefault(name, List.of())) {
        var text = element.getValue().strip();
        if (!text.isEmpty()) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  /** An attribute of the element itself, by its local name, if it is not blank. */
  static Optional<String> attribute(Element element, String name) {
    if (!element.hasAttributes()) {
      return Optional.empty();
    }
    return nonBlank(element.getAttributeValue(name))
        .or(() -> nonBlank(element.getAttributeValue(name.toUpperCase(Locale.ROOT))));
  }

  static Optional<String> attribute(Element element, String name, Namespace namespace) {
    return element.hasAttributes()
        ? nonBlank(element.getAttributeValue(name, namespace))
        : Optional.empty();
  }

  private static Optional<String> nonBlank(@org.jspecify.annotations.Nullable String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }
}
