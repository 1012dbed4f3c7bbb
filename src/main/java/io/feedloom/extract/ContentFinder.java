package io.feedloom.extract;

import java.util.ArrayList;
import java.util.List;

/** Finds the element that holds the article. */
final class ContentFinder {
  /** The share of prose that a child needs, so that its siblings are not part of the article. */
  private static final double DOMINANT = 0.75;

  /** The shortest sibling of the article that is taken for a paragraph of it. */
  private static final int PARAGRAPH = 80;

  /** The shortest block between headline and article that is taken for its lead. */
  private static final int LEAD = 60;

  /** The longest lead; what is longer is something else. */
  private static final int MAX_LEAD = 1200;

  /** The share of links in a text that is still a paragraph. */
  private static final double FEW_LINKS = 0.25;

  /** The share of the article's prose in another part of it. */
  private static final double LIKE_ARTICLE = 0.2;

  /** How much more than other prose that of marked elements counts; less sure marks count less. */
  private static final double TEXT_BY_MICRODATA = 4;

  private static final double TEXT_BY_CLASS = 1.9;
  private static final double ARTICLE = 1.4;
  private static final double MAIN = 1.05;

  private final PageTree tree;
  private final Headline headline;

  ContentFinder(PageTree tree, Headline headline) {
    this.tree = tree;
    this.headline = headline;
  }

  /**
   * Returns the index of the element that holds most of the paragraphs and little else. If the lead
   * or paragraphs are beside it, returns the element around all, without what is not part of it.
   */
  int find() {
    int found = preferMarked(densest());
    var parts = new ArrayList<Integer>();
    addLead(found, parts);
    addSiblings(found, parts);
    if (parts.isEmpty()) {
      return found;
    }
    parts.add(found);
    return tree.keepOnly(parts);
  }

  private int densest() {
    int at = 0;
    while (true) {
      int best = -1;
      for (int child = at + 1; child < tree.end(at); child = tree.end(child)) {
        if (!tree.isRemoved(child) && (best < 0 || tree.prose[child] > tree.prose[best])) {
          best = child;
        }
      }
      if (best < 0
          || tree.prose[best] == 0
          || tree.prose[best] < DOMINANT * tree.prose[at]
          || isParagraph(best)) {
        return at;
      }
      at = best;
    }
  }

  private boolean isParagraph(int i) {
    return tree.tag(i).equals("p") || tree.isInline(i) || tree.tag(i).equals("blockquote");
  }

  /** Prefers an element that the page marks as the text of the article. */
  private int preferMarked(int found) {
    int best = found;
    double most = 0;
    for (int i = 0; i < tree.size(); i++) {
      if (tree.isRemoved(i)) {
        i = tree.end(i) - 1;
        continue;
      }
      double marked = markWeight(i) * tree.prose[i];
      if (marked > most) {
        most = marked;
        best = i;
      }
    }
    return most > tree.prose[found] ? best : found;
  }

  /** Returns how many times its prose an element counts, because of what the page says it is. */
  private double markWeight(int i) {
    var element = tree.element(i);
    if (element.attr("itemprop").contains("articleBody")) {
      return TEXT_BY_MICRODATA;
    }
    if (tree.has(i, ClassHints.BODY)) {
      return TEXT_BY_CLASS;
    }
    return switch (tree.tag(i)) {
      case "article" -> ARTICLE;
      case "main" -> MAIN;
      default -> 0;
    };
  }

  /** Adds the paragraphs between the headline and the article. */
  private void addLead(int found, List<Integer> parts) {
    int from = headline.before(found);
    if (from < 0) {
      return;
    }
    int length = 0;
    var lead = new ArrayList<Integer>();
    for (int i = tree.end(from); i < found; i++) {
      if (tree.isRemoved(i) || tree.has(i, ClassHints.META | ClassHints.CAPTION)) {
        i = tree.end(i) - 1;
      } else if (isLead(i)) {
        length += tree.text[i];
        lead.add(i);
        i = tree.end(i) - 1;
      }
    }
    if (length <= MAX_LEAD) {
      parts.addAll(lead);
    }
  }

  private boolean isLead(int i) {
    return !tree.isInline(i)
        && tree.blockText[i] >= LEAD
        && tree.marks[i] > 0
        && tree.linkDensity(i) < FEW_LINKS
        && !tree.tag(i).equals("li");
  }

  /** Adds paragraphs beside the article, and parts like it. */
  private void addSiblings(int found, List<Integer> parts) {
    if (found == 0) {
      return;
    }
    int parent = tree.parent(found);
    for (int i = parent + 1; i < tree.end(parent); i = tree.end(i)) {
      if (i != found && !tree.isRemoved(i) && !parts.contains(i) && isSibling(i, found)) {
        parts.add(i);
      }
    }
  }

  private boolean isSibling(int i, int found) {
    if (tree.linkDensity(i) > FEW_LINKS) {
      return false;
    }
    if (tree.tag(i).equals("p")) {
      return tree.text[i] >= PARAGRAPH && tree.marks[i] > 0;
    }
    return tree.tag(i).equals(tree.tag(found))
        && tree.element(i).className().equals(tree.element(found).className())
        && tree.prose[i] > LIKE_ARTICLE * tree.prose[found];
  }
}
