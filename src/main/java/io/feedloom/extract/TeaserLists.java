package io.feedloom.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds lists of teasers for other pages: elements beside each other, each with one heading that is
 * a link, and a few words.
 */
final class TeaserLists {
  /** The fewest teasers that are a list. */
  private static final int MIN_TEASERS = 3;

  /** The longest teaser, in characters; longer parts with a linked heading are those of a text. */
  private static final int MAX_TEASER = 1000;

  /** The share of links in a heading that leads to another page. */
  private static final double MIN_LINKED_SHARE = 0.8;

  /** The share of the prose of a list that is in its teasers. */
  private static final double MIN_PROSE_SHARE = 0.8;

  private final PageTree tree;
  private final int[] headings;

  TeaserLists(PageTree tree) {
    this.tree = tree;
    headings = new int[tree.size()];
  }

  /** Returns the lists in the page's order; none is in another. */
  List<Integer> find() {
    for (int i = tree.size() - 1; i > 0; i--) {
      if (tree.isHeading(i) && tree.text[i] > 0 && tree.linkDensity(i) > MIN_LINKED_SHARE) {
        headings[i]++;
      }
      headings[tree.parent(i)] += headings[i];
    }
    var lists = new ArrayList<Integer>();
    for (int i = 0; i < tree.size(); i++) {
      if (headings[i] >= MIN_TEASERS && isList(i)) {
        lists.add(i);
        i = tree.end(i) - 1;
      }
    }
    return lists;
  }

  private boolean isList(int i) {
    int teasers = 0;
    double prose = 0;
    for (int child = i + 1; child < tree.end(i); child = tree.end(child)) {
      if (headings[child] == 1 && tree.text[child] < MAX_TEASER && !tree.isHeading(child)) {
        teasers++;
        prose += tree.prose[child];
      }
    }
    return teasers >= MIN_TEASERS && prose >= MIN_PROSE_SHARE * tree.prose[i];
  }
}
