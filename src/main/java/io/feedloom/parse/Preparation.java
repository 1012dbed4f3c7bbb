package io.feedloom.parse;

import java.util.List;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.UncheckedJDOMFactory;

/** Goes through the children of one item and decides of each who is to read it. */
abstract sealed class Preparation permits RssPreparation, AtomPreparation {
  static final Namespace CONTENT = Namespaces.meant("content");
  static final Namespace DC = Namespaces.meant("dc");
  private static final UncheckedJDOMFactory JDOM = new UncheckedJDOMFactory();

  final Bases bases;
  private final Element made;
  private Bases contentBases;
  private Bases summaryBases;

  /**
   * @param bases those in effect within the item
   */
  Preparation(String name, Namespace namespace, Bases bases) {
    this.bases = bases;
    made = JDOM.element(name, namespace);
    contentBases = bases;
    summaryBases = bases;
  }

  final Prepared of(Element item) {
    var rest = Fields.of(item, (name, child) -> !takes(name, child));
    finish();
    return new Prepared(made, rest, contentBases, summaryBases);
  }

  /**
   * Whether Rome is to read a child; what it is to read of it is made then.
   *
   * @param name as in {@link Fields}
   */
  abstract boolean takes(String name, Element child);

  /** Called when all children were seen. */
  void finish() {}

  final boolean isTaken(String name, Namespace namespace) {
    return made.getChild(name, namespace) != null;
  }

  final Element add(String name, Namespace namespace) {
    var element = JDOM.element(name, namespace);
    JDOM.addContent(made, element);
    return element;
  }

  final Element add(String name, Namespace namespace, String text) {
    return text(add(name, namespace), text);
  }

  final void addAll(List<Element> elements) {
    elements.forEach(element -> JDOM.addContent(made, element));
  }

  final void remove(String name, Namespace namespace) {
    made.removeChild(name, namespace);
  }

  static Element text(Element element, String text) {
    JDOM.addContent(element, JDOM.text(text));
    return element;
  }

  static void set(Element element, String attribute, String value) {
    JDOM.setAttribute(element, JDOM.attribute(attribute, value));
  }

  static void copy(Element from, Element to, String... attributes) {
    for (var name : attributes) {
      Fields.attribute(from, name).ifPresent(value -> set(to, name, value));
    }
  }

  final boolean content(Element child, boolean taken) {
    contentBases = taken ? bases.within(child) : contentBases;
    return taken;
  }

  final boolean summary(Element child, boolean taken) {
    summaryBases = taken ? bases.within(child) : summaryBases;
    return taken;
  }

  /** What Rome's module of Dublin Core reads, as text. */
  final boolean takesDublinCore(String name, Element child) {
    return switch (name) {
      case "dc:title",
          "dc:creator",
          "dc:subject",
          "dc:description",
          "dc:contributor",
          "dc:language",
          "dc:rights" ->
          takesText(child, child.getName(), DC);
      default -> false;
    };
  }

  /** Takes an element that holds nothing but text. */
  final boolean takesText(Element child, String name, Namespace namespace) {
    var text = Fields.children(child).isEmpty() ? child.getText().strip() : "";
    if (text.isEmpty()) {
      return false;
    }
    add(name, namespace, text);
    return true;
  }
}
