package io.feedloom.extract;

import java.util.Locale;

/** Finds the headline of the article in a page. */
final class Headline {
  /** The shortest heading, in letters, that can be recognized by its text. */
  private static final int MIN_LENGTH = 5;

  private final PageTree tree;
  private final String title;

  Headline(PageTree tree, String title) {
    this.tree = tree;
    this.title = letters(title);
  }

  /** Returns the last heading before an element that is the headline, or -1. */
  int before(int element) {
    int found = -1;
    for (int i = 0; i < element; i++) {
      if (tree.isHeading(i) && is(i)) {
        found = i;
      }
    }
    return found;
  }

  /** Returns whether a heading is the headline: the title of the page, or of the first order. */
  boolean is(int i) {
    return tree.tag(i).equals("h1") || isTitle(i);
  }

  private boolean isTitle(int i) {
    var heading = letters(tree.element(i).text());
    return heading.length() > MIN_LENGTH
        && !title.isEmpty()
        && (title.startsWith(heading) || heading.startsWith(title));
  }

  private static String letters(String text) {
    var result = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        result.append(c);
      }
    }
    return result.toString();
  }
}
