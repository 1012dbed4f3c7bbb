package io.feedloom.rules;

import io.feedloom.feed.SelectorText;
import io.feedloom.feed.SelectorText.Tree;
import java.util.ArrayList;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * One HTML text while selectors choose what stays of it. It is parsed only when a selector needs
 * it. Not thread-safe.
 */
final class ContentEdit {
  /** The most elements that one selector looks at, about two tenths of a second. */
  private static final long MAX_VISITED = 5_000_000;

  private static final String TOO_LARGE = "the text is too deep or too long for it";

  private final String html;
  private @Nullable Document document;
  private boolean changed;

  ContentEdit(String html) {
    this.html = html;
  }

  /** Returns the text if it was changed, as HTML that is not sanitized. */
  Optional<String> changed() {
    return changed ? Optional.of(document().body().html()) : Optional.empty();
  }

  private Document document() {
    var parsed = document;
    if (parsed == null) {
      parsed = Jsoup.parseBodyFragment(html);
      parsed.outputSettings().prettyPrint(false);
      document = parsed;
    }
    return parsed;
  }

  /** Removes the elements that match. Returns a problem, if there is one. */
  Optional<String> remove(ContentSelector selector) {
    if (html.isEmpty()) {
      return Optional.empty();
    }
    var body = document().body();
    if (isTooLarge(selector.text())) {
      return Optional.of(TOO_LARGE);
    }
    for (var element : body.select(selector.evaluator())) {
      if (!element.equals(body)) {
        element.remove();
        changed = true;
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps only the elements that match, without those inside of others. If none matches, all stays.
   * Returns a problem, if there is one.
   */
  Optional<String> keep(ContentSelector selector) {
    if (html.isEmpty()) {
      return Optional.empty();
    }
    var body = document().body();
    if (isTooLarge(selector.text())) {
      return Optional.of(TOO_LARGE);
    }
    var matching = body.select(selector.evaluator());
    if (matching.contains(body)) {
      return Optional.empty();
    }
    if (matching.isEmpty()) {
      return Optional.of("it matches nothing, so all stays");
    }
    // a match inside of another one comes directly after it, or after others inside of it
    var outermost = new ArrayList<Element>();
    for (var element : matching) {
      if (outermost.isEmpty() || !isWithin(element, outermost.getLast())) {
        outermost.add(element);
      }
    }
    body.empty();
    outermost.forEach(body::appendChild);
    changed = true;
    return Optional.empty();
  }

  private static boolean isWithin(Node node, Node ancestor) {
    for (var each = node.parent(); each != null; each = each.parent()) {
      if (each.equals(ancestor)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLarge(SelectorText selector) {
    return selector.cost(tree()) > MAX_VISITED;
  }

  private Tree tree() {
    var measure = new Measure();
    document().body().traverse(measure);
    return new Tree(measure.elements, measure.depths, measure.siblings, measure.characters);
  }

  private static final class Measure implements NodeVisitor {
    private long elements;
    private long depths;
    private long siblings;
    private long characters;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof Element) {
        elements++;
        depths += depth;
        siblings += (long) node.childNodeSize() * node.childNodeSize();
      } else if (node instanceof TextNode text) {
        characters += (long) text.getWholeText().length() * depth;
      }
    }
  }
}
