package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Finds elements and attributes by CSS, or by XPath 1.0 after {@code xpath:}. For one thread. */
final class HtmlSelector {
  private static final String XPATH = "xpath:";

  /** Elements of a page in which XPath may search. Each search in an item reads the page again. */
  private static final int MOST_FOR_XPATH = 50_000;

  private final Document document;
  private final Deadline deadline;
  private @Nullable Dom dom;

  HtmlSelector(Document document, Deadline deadline) {
    this.document = document;
    this.deadline = deadline;
  }

  /** An element, or the text of an attribute or of another result. */
  record Match(@Nullable Element element, String value) {
    static Match of(Element element) {
      return new Match(element, "");
    }

    static Match of(String text) {
      return new Match(null, text);
    }

    String text() {
      return element == null
          ? value
          : element.normalName().equals("meta") ? element.attr("content") : element.text();
    }
  }

  /** Thrown if XPath would need too much time for a page. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("the page has more than %d elements, too many for XPath".formatted(MOST_FOR_XPATH));
    }
  }

  private record Dom(Node document, Map<Object, Node> nodes, XPath xpath) {}

  /** Returns the elements of a selector in the page. */
  List<Match> items(String selector) {
    return matches(document, selector).stream().filter(match -> match.element() != null).toList();
  }

  /** Returns what a selector finds in an item. */
  List<Match> find(Match item, String selector) {
    return item.element() == null ? List.of() : matches(item.element(), selector);
  }

  private List<Match> matches(Element within, String selector) {
    deadline.check();
    if (selector.startsWith(XPATH)) {
      return xpath(within, selector.substring(XPATH.length()));
    }
    int at = attribute(selector);
    if (at < 0) {
      return select(within, selector).map(Match::of).toList();
    }
    var name = selector.substring(at + 1).strip();
    var css = selector.substring(0, at).strip();
    var elements = css.isEmpty() ? Stream.of(within) : select(within, css);
    return elements
        .filter(element -> element.hasAttr(name))
        .map(element -> Match.of(element.attr(name)))
        .toList();
  }

  private Stream<Element> select(Element within, String css) {
    var matches = Selector.evaluatorOf(css).asPredicate(within);
    return within.stream()
        .filter(
            element -> {
              deadline.check();
              return matches.test(element);
            });
  }

  /** Returns where the name of an attribute begins in a CSS selector; -1 if there is none. */
  private static int attribute(String selector) {
    int at = selector.lastIndexOf('@');
    return at >= 0 && selector.substring(at + 1).strip().matches("[A-Za-z_][\\w:.-]*") ? at : -1;
  }

  private List<Match> xpath(Element within, String expression) {
    var all = dom();
    var context = within instanceof Document ? all.document() : all.nodes().get(within);
    if (context == null) {
      return List.of();
    }
    try {
      var found = (NodeList) all.xpath().evaluate(expression, context, XPathConstants.NODESET);
      var matches = new ArrayList<Match>();
      for (int i = 0; i < found.getLength(); i++) {
        matches.add(match(found.item(i)));
      }
      return matches;
    } catch (XPathExpressionException _) {
      return text(all.xpath(), expression, context);
    }
  }

  private static List<Match> text(XPath xpath, String expression, Node context) {
    try {
      var text = xpath.evaluate(expression, context);
      return text.isBlank() ? List.of() : List.of(Match.of(text));
    } catch (XPathExpressionException _) {
      return List.of();
    }
  }

  private static Match match(Node node) {
    return node.getUserData(W3CDom.SourceProperty) instanceof Element element
        ? Match.of(element)
        : Match.of(
            String.valueOf(
                node.getNodeType() == Node.ATTRIBUTE_NODE
                    ? node.getNodeValue()
                    : node.getTextContent()));
  }

  private Dom dom() {
    var made = dom;
    if (made == null) {
      if (document.stream().skip(MOST_FOR_XPATH).findAny().isPresent()) {
        throw new TooLarge();
      }
      var w3c = new W3CDom().namespaceAware(false).fromJsoup(document);
      var nodes = new IdentityHashMap<Object, Node>();
      for (Node node = w3c; node != null; node = next(node)) {
        if (node.getUserData(W3CDom.SourceProperty) instanceof Element element) {
          nodes.put(element, node);
        }
      }
      made = new Dom(w3c, nodes, XPathFactory.newInstance().newXPath());
      dom = made;
    }
    return made;
  }

  private static @Nullable Node next(Node node) {
    if (node.getFirstChild() != null) {
      return node.getFirstChild();
    }
    Node up = node;
    while (up != null && up.getNextSibling() == null) {
      up = up.getParentNode();
    }
    return up == null ? null : up.getNextSibling();
  }
}
