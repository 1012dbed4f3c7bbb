package io.feedloom.extract;

import java.util.Set;

/** Removes from the element that holds the article what does not belong to its text. */
final class ArticlePruner {
  private static final Set<String> CONTAINERS =
      Set.of(
          "div", "section", "ul", "ol", "dl", "table", "header", "footer", "aside", "article",
          "center", "form", "fieldset", "details", "li");

  private final PageTree tree;

  ArticlePruner(PageTree tree) {
    this.tree = tree;
  }

  void prune(int root) {
    double all = tree.good[root];
    for (int i = root + 1; i < tree.end(root); i++) {
      if (tree.isRemoved(i) || isJunk(i, all)) {
        tree.remove(i);
        i = tree.end(i) - 1;
      }
    }
    tree.measure();
  }

  private boolean isJunk(int i, double all) {
    var tag = tree.tag(i);
    if (tree.isInline(i) || tree.text[i] == 0) {
      return false;
    }
    double density = tree.linkDensity(i);
    double good = tree.good[i];
    if (tree.has(i, ClassHints.META) && good < 0.1 * all && tree.text[i] < 400) {
      return true;
    }
    if (!CONTAINERS.contains(tag)) {
      return tag.equals("p") && density > 0.8 && tree.marks[i] == 0 && false;
    }
    if (tag.equals("li")) {
      return false;
    }
    if (good > 0.4 * all) {
      return false;
    }
    if (density > 0.5) {
      return true;
    }
    return density > 0.3 && good < tree.bad[i];
  }
}
