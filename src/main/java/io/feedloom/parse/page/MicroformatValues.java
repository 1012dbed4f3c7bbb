package io.feedloom.parse.page;

import io.feedloom.parse.page.Microformat.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** Reads the values of properties of microformats from elements. */
final class MicroformatValues {
  /** Characters of text that are read of one page. */
  private static final int MAX_CHARACTERS = 20_000_000;

  private final HtmlPage page;
  private int left = MAX_CHARACTERS;

  MicroformatValues(HtmlPage page) {
    this.page = page;
  }

  /** Returns the value of a {@code p-} property. */
  String text(Element element) {
    var parts = parts(element, MicroformatValues::part);
    return parts.isEmpty()
        ? own(element).orElseGet(() -> shown(element)).strip()
        : String.join("", parts).strip();
  }

  /** Returns the value that an element has in an attribute. */
  private static Optional<String> own(Element element) {
    return switch (element.normalName()) {
      case "abbr", "link" -> attribute(element, "title");
      case "data", "input" -> attribute(element, "value");
      case "img", "area" -> attribute(element, "alt");
      case "meta" -> attribute(element, "content");
      default -> Optional.empty();
    };
  }

  private static Optional<String> attribute(Element element, String name) {
    return element.hasAttr(name) ? Optional.of(element.attr(name)) : Optional.empty();
  }

  /** Returns the text of an element, with the alternative texts or addresses of its images. */
  String shown(Element element) {
    return shown(element, true);
  }

  private String shown(Element element, boolean addresses) {
    var text = new StringBuilder();
    element.traverse(
        new NodeVisitor() {
          private int hidden;

          @Override
          public void head(Node node, int depth) {
            if (isHidden(node)) {
              hidden++;
            }
            if (hidden > 0 || text.length() >= left) {
              return;
            }
            if (node instanceof TextNode plain) {
              text.append(plain.getWholeText());
            } else if (node instanceof Element inner && inner.nameIs("img")) {
              var alt = inner.attr("alt");
              text.append(' ');
              text.append(
                  inner.hasAttr("alt") || !addresses
                      ? alt
                      : page.address(inner.attr("src")).orElse(""));
              text.append(' ');
            } else if (node instanceof Element inner && (inner.isBlock() || inner.nameIs("br"))) {
              text.append(' ');
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (isHidden(node)) {
              hidden--;
            } else if (node instanceof Element inner && inner.isBlock()) {
              text.append(' ');
            }
          }
        });
    left -= Math.min(left, text.length());
    return text.toString().strip();
  }

  private static boolean isHidden(Node node) {
    return node instanceof Element element
        && (element.nameIs("script") || element.nameIs("style") || element.nameIs("template"));
  }

  /** Returns the value of a {@code u-} property. */
  Value address(Element element) {
    var written =
        switch (element.normalName()) {
          case "a", "area", "link" -> attribute(element, "href");
          case "img", "source" -> page.picture(element).or(() -> attribute(element, "src"));
          case "audio", "iframe" -> attribute(element, "src");
          case "video" -> attribute(element, "src").or(() -> attribute(element, "poster"));
          case "object" -> attribute(element, "data");
          default -> Optional.<String>empty();
        };
    var address = written.orElseGet(() -> text(element));
    var absolute =
        address.isBlank() ? page.base().toString() : page.address(address).orElse(address.strip());
    return element.nameIs("img") && element.hasAttr("alt")
        ? new Microformat.Picture(absolute, element.attr("alt"))
        : new Microformat.Text(absolute);
  }

  /** Returns the elements of the value class pattern; empty if there are none. */
  private static List<String> parts(Element element, Function<Element, String> value) {
    var parts = new ArrayList<String>();
    var waiting = new ArrayDeque<Element>(element.children());
    while (!waiting.isEmpty()) {
      var child = waiting.removeFirst();
      if (child.hasClass("value-title")) {
        parts.add(child.attr("title"));
      } else if (child.hasClass("value")) {
        parts.add(value.apply(child));
      } else if (!MicroformatNames.isPart(child)) {
        var children = child.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          waiting.addFirst(children.get(i));
        }
      }
    }
    return parts;
  }

  private static String part(Element element) {
    return own(element).orElseGet(element::wholeText);
  }

  private static String datePart(Element element) {
    return (isTime(element) ? attribute(element, "datetime") : Optional.<String>empty())
        .orElseGet(() -> part(element))
        .strip();
  }

  private static boolean isTime(Element element) {
    return switch (element.normalName()) {
      case "time", "ins", "del" -> true;
      default -> false;
    };
  }

  /**
   * Returns the value of a {@code dt-} property.
   *
   * @param day that of an earlier property, for a value that is a time alone; blank if there is
   *     none
   */
  String date(Element element, String day) {
    var parts = parts(element, MicroformatValues::datePart);
    if (!parts.isEmpty()) {
      return ValueDate.join(parts, day);
    }
    var whole =
        (isTime(element) ? attribute(element, "datetime") : Optional.<String>empty())
            .or(() -> own(element))
            .orElseGet(() -> shown(element))
            .strip();
    return ValueDate.isTime(whole) ? ValueDate.join(List.of(whole), day) : whole;
  }

  /** Returns where the first link in or around an element leads. */
  Optional<String> linkOf(Element element) {
    var inner = element.selectFirst("a[href]");
    var link = inner == null ? element.closest("a[href]") : inner;
    return link == null ? Optional.empty() : page.address(link.attr("href"));
  }

  String impliedName(Element root) {
    return inward(root)
        .flatMap(element -> named(element).stream())
        .findFirst()
        .orElseGet(() -> shown(root, false));
  }

  private static Optional<String> named(Element element) {
    var name =
        switch (element.normalName()) {
          case "img", "area" -> attribute(element, "alt");
          case "abbr" -> attribute(element, "title");
          default -> Optional.<String>empty();
        };
    return name.filter(text -> !text.isBlank());
  }

  /** Returns the element, its only child, and the only child of that. */
  private static Stream<Element> inward(Element root) {
    var child = onlyChild(root);
    var inner = child == null ? null : onlyChild(child);
    return Stream.of(Optional.of(root), Optional.ofNullable(child), Optional.ofNullable(inner))
        .flatMap(Optional::stream);
  }

  private static @Nullable Element onlyChild(Element parent) {
    return parent.childrenSize() == 1 && MicroformatNames.roots(parent.child(0)).isEmpty()
        ? parent.child(0)
        : null;
  }

  Optional<Value> impliedPhoto(Element root) {
    return Stream.of("img", "object")
        .flatMap(name -> only(root, name).stream())
        .filter(element -> element.hasAttr(element.nameIs("img") ? "src" : "data"))
        .map(this::address)
        .findFirst();
  }

  /**
   * @param hasNested whether other items are nested; then only the root itself can be the link
   */
  Optional<String> impliedUrl(Element root, boolean hasNested) {
    return Stream.of("a", "area")
        .flatMap(name -> only(root, name).stream())
        .filter(element -> !hasNested || element.equals(root))
        .filter(element -> element.hasAttr("href"))
        .map(element -> address(element).text())
        .findFirst();
  }

  /**
   * Returns the root if it is of a name, else the only one among its children or its only child's.
   */
  private static Optional<Element> only(Element root, String name) {
    if (root.nameIs(name)) {
      return Optional.of(root);
    }
    var child = onlyChild(root);
    return onlyOfType(root, name)
        .or(() -> child == null ? Optional.empty() : onlyOfType(child, name));
  }

  private static Optional<Element> onlyOfType(Element parent, String name) {
    var same = parent.children().stream().filter(child -> child.nameIs(name)).toList();
    return same.size() == 1 && MicroformatNames.roots(same.getFirst()).isEmpty()
        ? Optional.of(same.getFirst())
        : Optional.empty();
  }
}
