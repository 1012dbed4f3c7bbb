package io.feedloom.parse.rome;

import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.UncheckedJDOMFactory;

/** Goes through the children of one item and decides which reader reads each. */
abstract sealed class Preparation permits RssPreparation, AtomPreparation {
  static final Namespace CONTENT = Namespaces.meant("content");
  static final Namespace DC = Namespaces.meant("dc");
  private static final UncheckedJDOMFactory JDOM = new UncheckedJDOMFactory();

  final Bases bases;
  private final RomeElement made;
  private final Set<String> taken = new HashSet<>();
  private Bases contentBases;
  private Bases summaryBases;

  /**
   * @param bases the bases in effect within the item
   */
  Preparation(String name, Namespace namespace, Bases bases) {
    this.bases = bases;
    made = new RomeElement(name, namespace);
    contentBases = bases;
    summaryBases = bases;
  }

  final Prepared of(XmlElement item) {
    var rest = ElementFields.of(item, child -> !takes(child));
    finish();
    return new Prepared(made, rest, contentBases, summaryBases);
  }

  /** Returns whether Rome reads a child, and if so makes the element for Rome. */
  abstract boolean takes(XmlElement child);

  /** Ends the item after its last child. Does nothing by default. */
  void finish() {}

  /** Returns whether an element of the format's own of that name was made. */
  final boolean isTaken(String name) {
    return taken.contains(name);
  }

  /** Makes an element of the format's own. */
  final Element add(String name, Namespace namespace) {
    taken.add(name);
    return make(name, namespace);
  }

  private Element make(String name, Namespace namespace) {
    var element = JDOM.element(name, namespace);
    made.add(element);
    return element;
  }

  final Element add(String name, Namespace namespace, String text) {
    return text(add(name, namespace), text);
  }

  final void addAll(List<Element> elements) {
    elements.forEach(made::add);
  }

  static Element text(Element element, String text) {
    JDOM.addContent(element, JDOM.text(text));
    return element;
  }

  static void set(Element element, String attribute, String value) {
    JDOM.setAttribute(element, JDOM.attribute(attribute, value));
  }

  static void copy(XmlElement from, Element to, String... attributes) {
    for (var name : attributes) {
      from.attribute(name).ifPresent(value -> set(to, name, value));
    }
  }

  final boolean content(XmlElement child, boolean isTaken) {
    contentBases = isTaken ? bases.within(child) : contentBases;
    return isTaken;
  }

  final boolean summary(XmlElement child, boolean isTaken) {
    summaryBases = isTaken ? bases.within(child) : summaryBases;
    return isTaken;
  }

  /** Adds text for Rome's module of Dublin Core. */
  final boolean takesDublinCore(XmlElement child) {
    return switch (child.field()) {
      case "dc:title",
          "dc:creator",
          "dc:subject",
          "dc:description",
          "dc:contributor",
          "dc:language",
          "dc:rights" -> {
        var text = plainText(child);
        if (!text.isEmpty()) {
          text(make(child.local(), DC), text);
        }
        yield !text.isEmpty();
      }
      default -> false;
    };
  }

  /** Passes an element to Rome if it contains only text and is the first of its name. */
  final boolean takesText(XmlElement child, String name, Namespace namespace) {
    var text = isTaken(name) ? "" : plainText(child);
    if (text.isEmpty()) {
      return false;
    }
    add(name, namespace, text);
    return true;
  }

  private static String plainText(XmlElement element) {
    return element.hasChildren() ? "" : element.text();
  }
}
