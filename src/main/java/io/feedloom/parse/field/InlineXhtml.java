package io.feedloom.parse.field;

import io.feedloom.parse.text.Markup;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlName;
import io.feedloom.parse.xml.XmlText;
import java.util.Locale;
import java.util.Set;
import org.jdom2.Namespace;

/** Writes inline XHTML of a feed as HTML. */
final class InlineXhtml {
  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
          "source", "track", "wbr");

  private static final Set<String> ADDRESSES =
      Set.of("href", "src", "cite", "poster", "data", "data-src", "data-lazy-src", "data-original");

  /** Prefixes of elements that publishers use as HTML, and that browsers show inside it. */
  private static final Set<String> MARKUP =
      Set.of("", "xhtml", "atom", "rss", "mml", "svg", Namespaces.FOREIGN.getPrefix());

  private final StringBuilder out = new StringBuilder();

  private InlineXhtml() {}

  /** Returns the content of an element, without the {@code div} that Atom wraps around it. */
  static String inner(XmlElement element, Bases bases) {
    var markup = new InlineXhtml();
    var children = element.children();
    boolean wrapped =
        children.size() == 1 && children.getFirst().isNamed("div") && element.text().isEmpty();
    markup.contents(
        wrapped ? children.getFirst() : element,
        wrapped ? bases.within(children.getFirst()) : bases,
        bases);
    return markup.out.toString();
  }

  private void contents(XmlElement element, Bases bases, Bases outer) {
    for (int i = 0; i < element.size(); i++) {
      switch (element.content(i)) {
        case XmlText text -> Markup.escape(text.text(), out);
        case XmlElement child -> element(child, bases.within(child), outer);
      }
    }
  }

  private void element(XmlElement element, Bases bases, Bases outer) {
    if (!MARKUP.contains(element.prefix())) {
      contents(element, bases, outer); // metadata, whose names may be those of HTML by chance
      return;
    }
    var name = element.local().toLowerCase(Locale.ROOT);
    out.append('<').append(name);
    for (int i = 0; i < element.attributeNames().size(); i++) {
      attribute(element.attributeNames().get(i), element.attributeValues().get(i), bases, outer);
    }
    out.append('>');
    if (!VOID.contains(name) || element.size() > 0) {
      contents(element, bases, outer);
      out.append("</").append(name).append('>');
    }
  }

  private void attribute(XmlName name, String written, Bases bases, Bases outer) {
    var namespace = name.namespace();
    boolean lang = namespace.equals(Namespace.XML_NAMESPACE) && name.local().equals("lang");
    if (!namespace.equals(Namespace.NO_NAMESPACE) && !lang) {
      return;
    }
    var value = written;
    if (!bases.equals(outer) && ADDRESSES.contains(name.local())) {
      value = bases.resolve(value).orElse(value);
    }
    out.append(' ').append(name.local()).append("=\"");
    Markup.escape(value, out);
    out.append('"');
  }
}
