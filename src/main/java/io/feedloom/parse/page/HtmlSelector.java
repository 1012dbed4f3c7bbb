package io.feedloom.parse.page;

import io.feedloom.feed.XPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** Finds elements and attributes by CSS, or by XPath 1.0 after {@code xpath:}. For one thread. */
final class HtmlSelector {
  private static final String XPATH = "xpath:";

  private final Document document;
  private final SelectorDeadline deadline;
  private final Map<String, Evaluator> parsed = new HashMap<>();
  private final Map<String, XPath> xpaths = new HashMap<>();
  private @Nullable XPathTree tree;

  HtmlSelector(Document document, SelectorDeadline deadline) {
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
    var matches = parsed.computeIfAbsent(css, Selector::evaluatorOf).asPredicate(within);
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

  private List<Match> xpath(Element within, String text) {
    int context = tree().number(within);
    if (context < 0) {
      return List.of();
    }
    var expression = xpaths.computeIfAbsent(text, XPath::parse).expression();
    var evaluator = new XPathEvaluator(tree());
    var value = evaluator.evaluate(expression, XPathEvaluator.Context.of(context));
    if (value instanceof XPathValue.Nodes(var refs)) {
      return refs.stream()
          .map(ref -> match(evaluator, ref))
          .filter(match -> match.element() != null || !match.value().isBlank())
          .toList();
    }
    var found = evaluator.text(value);
    return found.isBlank() ? List.of() : List.of(Match.of(found));
  }

  private Match match(XPathEvaluator evaluator, XPathValue.Ref ref) {
    return !ref.isAttribute() && tree().node(ref.node()) instanceof Element element
        ? Match.of(element)
        : Match.of(evaluator.text(ref));
  }

  private XPathTree tree() {
    var made = tree;
    if (made == null) {
      made = new XPathTree(document, deadline);
      tree = made;
    }
    return made;
  }
}
