package io.feedloom.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.NodeTraversor;

/**
 * The elements of a page that say something about its article, found in one pass. A page with more
 * elements than the budget allows is read up to there.
 */
final class PageParts {
  /** The most elements of one kind that are of use. */
  private static final int MAX_ELEMENTS = 5000;

  /** The longest text that is kept as a line. */
  private static final int LINE = 150;

  /** The most nodes that are visited for one short text. */
  private static final int NODES = 100;

  private final Map<String, List<Element>> byTag = new HashMap<>();
  private final List<Element> properties = new ArrayList<>();
  private final List<Element> related = new ArrayList<>();
  private final List<Element> classed = new ArrayList<>();
  private final List<TextNode> lines = new ArrayList<>();

  PageParts(Document page, StepBudget budget) {
    NodeTraversor.filter(
        (NodeFilter)
            (node, depth) -> {
              if (node instanceof Element element) {
                if (!budget.take()) {
                  return FilterResult.STOP;
                }
                add(element);
              } else if (node instanceof TextNode text
                  && lines.size() < MAX_ELEMENTS
                  && text.getWholeText().length() < LINE
                  && !text.isBlank()) {
                lines.add(text);
              }
              return FilterResult.CONTINUE;
            },
        page);
  }

  private void add(Element element) {
    switch (element.normalName()) {
      case "meta", "link", "a", "base", "title", "html", "h1", "h2", "h3", "time", "input" ->
          add(byTag.computeIfAbsent(element.normalName(), tag -> new ArrayList<>()), element);
      default -> {}
    }
    if (element.attributesSize() > 0) {
      if (element.hasAttr("itemprop")) {
        add(properties, element);
      }
      if (element.hasAttr("rel")) {
        add(related, element);
      }
      if (element.hasAttr("class") || element.hasAttr("id")) {
        add(classed, element);
      }
    }
  }

  private static void add(List<Element> list, Element element) {
    if (list.size() < MAX_ELEMENTS) {
      list.add(element);
    }
  }

  /** Returns the elements with one of the tags that are collected. */
  List<Element> tagged(String tag) {
    return byTag.getOrDefault(tag, List.of());
  }

  Optional<Element> first(String tag) {
    return tagged(tag).stream().findFirst();
  }

  /** Returns the elements that hold a property of the page's microdata. */
  List<Element> properties(String name) {
    return properties.stream().filter(each -> hasWord(each.attr("itemprop"), name)).toList();
  }

  /** Returns the links with a relation. */
  List<Element> related(String relation) {
    return related.stream().filter(each -> hasWord(each.attr("rel"), relation)).toList();
  }

  /** Returns the elements with a class or an id. */
  List<Element> classed() {
    return classed;
  }

  /** Returns the short texts of the page. */
  List<TextNode> lines() {
    return lines;
  }

  static boolean hasWord(String words, String word) {
    for (var each : words.split("\\s+", -1)) {
      if (each.equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the text of an element, empty if it is longer or takes more steps than allowed. */
  static String text(Element element, int longest) {
    var text = new StringBuilder();
    int[] left = {NODES};
    var result =
        NodeTraversor.filter(
            (NodeFilter)
                (Node node, int depth) -> {
                  if (node instanceof TextNode words) {
                    text.append(
                        words.getWholeText(),
                        0,
                        Math.min(words.getWholeText().length(), longest * 4));
                  } else if (node instanceof Element inner
                      && (inner.isBlock() || inner.normalName().equals("br"))) {
                    text.append(' ');
                  }
                  return left[0]-- > 0 && text.length() <= longest * 4
                      ? FilterResult.CONTINUE
                      : FilterResult.STOP;
                },
            element);
    if (result == FilterResult.STOP) {
      return "";
    }
    var plain = text.toString().replaceAll("(?U)\\s+", " ").strip();
    return plain.length() > longest ? "" : plain;
  }

  /** Returns the lower-case names of an element: its classes and its id. */
  static String names(Element element) {
    return (element.attr("class") + ' ' + element.attr("id")).toLowerCase(Locale.ROOT);
  }
}
