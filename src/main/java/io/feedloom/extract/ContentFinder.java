package io.feedloom.extract;

/** Finds the element that holds the article. */
final class ContentFinder {
  private static final double DOMINANT = 0.75;

  private final PageTree tree;

  ContentFinder(PageTree tree) {
    this.tree = tree;
  }

  /** Returns the index of the element that holds most of the paragraphs and little else. */
  int find() {
    int at = 0;
    while (true) {
      int best = -1;
      for (int child = at + 1; child < tree.end(at); child = tree.end(child)) {
        if (!tree.isRemoved(child) && (best < 0 || tree.prose[child] > tree.prose[best])) {
          best = child;
        }
      }
      if (best < 0 || tree.prose[best] < DOMINANT * tree.prose[at] || isParagraph(best)) {
        break;
      }
      at = best;
    }
    return marked(at);
  }

  private boolean isParagraph(int i) {
    return tree.tag(i).equals("p") || tree.isInline(i) || tree.tag(i).equals("blockquote");
  }

  /** Prefers an element that the page marks as the text of the article. */
  private int marked(int found) {
    int best = found;
    double most = 0;
    for (int i = 0; i < tree.size(); i++) {
      if (tree.isRemoved(i)) {
        i = tree.end(i) - 1;
        continue;
      }
      double weight = weight(i) * tree.prose[i];
      if (weight > most) {
        most = weight;
        best = i;
      }
    }
    return most > tree.prose[found] ? best : found;
  }

  private double weight(int i) {
    var element = tree.element(i);
    if (element.attr("itemprop").contains("articleBody")) {
      return 4;
    }
    if (tree.has(i, ClassHints.BODY)) {
      return 1.9;
    }
    return switch (tree.tag(i)) {
      case "article" -> 1.4;
      case "main" -> 1.05;
      default -> 0;
    };
  }
}
