package io.feedloom.parse;

import java.util.Locale;
import java.util.Set;
import org.jdom2.Attribute;
import org.jdom2.Content;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.Text;

/** Writes XHTML that stands inline in a feed as HTML. */
final class Markup {
  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
          "source", "track", "wbr");

  private static final Set<String> ADDRESSES = Set.of("href", "src", "cite", "poster");

  /** Of what publishers take for HTML, and of what browsers show beside it. */
  private static final Set<String> MARKUP =
      Set.of("", "xhtml", "atom", "rss", "mml", "svg", Namespaces.FOREIGN.getPrefix());

  private final StringBuilder out = new StringBuilder();

  private Markup() {}

  /** What stands in an element, without the one {@code div} that Atom wraps around it. */
  static String inner(Element element, Bases bases) {
    var markup = new Markup();
    var children = element.getChildren();
    boolean wrapped =
        children.size() == 1
            && children.getFirst().getName().equalsIgnoreCase("div")
            && element.getTextTrim().isEmpty();
    markup.contents(
        wrapped ? children.getFirst() : element,
        wrapped ? bases.within(children.getFirst()) : bases,
        bases);
    return markup.out.toString();
  }

  static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    escape(text, out);
    return out.toString();
  }

  private void contents(Element element, Bases bases, Bases outer) {
    for (Content content : element.getContent()) {
      if (content instanceof Text text) {
        escape(text.getText(), out);
      } else if (content instanceof Element child) {
        element(child, bases.within(child), outer);
      }
    }
  }

  private void element(Element element, Bases bases, Bases outer) {
    if (!MARKUP.contains(element.getNamespacePrefix())) {
      contents(element, bases, outer); // metadata, whose names may be those of HTML by chance
      return;
    }
    var name = element.getName().toLowerCase(Locale.ROOT);
    out.append('<').append(name);
    if (element.hasAttributes()) {
      for (var attribute : element.getAttributes()) {
        attribute(attribute, bases, outer);
      }
    }
    out.append('>');
    if (!VOID.contains(name) || !element.getContent().isEmpty()) {
      contents(element, bases, outer);
      out.append("</").append(name).append('>');
    }
  }

  private void attribute(Attribute attribute, Bases bases, Bases outer) {
    var namespace = attribute.getNamespace();
    boolean lang = namespace.equals(Namespace.XML_NAMESPACE) && attribute.getName().equals("lang");
    if (!namespace.equals(Namespace.NO_NAMESPACE) && !lang) {
      return;
    }
    var value = attribute.getValue();
    if (!bases.equals(outer) && ADDRESSES.contains(attribute.getName())) {
      value = bases.resolve(value).orElse(value);
    }
    out.append(' ').append(attribute.getName()).append("=\"");
    escape(value, out);
    out.append('"');
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
