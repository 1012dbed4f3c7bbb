package io.feedloom.extract;

import java.util.Set;

/** Removes from the element that holds the article what does not belong to its text. */
final class ArticlePruner {
  private static final Set<String> CONTAINERS =
      Set.of(
          "div",
          "section",
          "ul",
          "ol",
          "dl",
          "table",
          "header",
          "footer",
          "aside",
          "article",
          "center",
          "form",
          "fieldset",
          "details",
          "li");

  /** The longest text, in characters, that is compared with known ones. */
  private static final int SHORT = 200;

  /** The shortest text beside a link, in characters, that says something. */
  private static final int REMARK = 20;

  /** The longest caption, in characters. */
  private static final int MAX_CAPTION = 500;

  /** The longest line, in characters, that gives date and author. */
  private static final int LINE = 140;

  /** How much text may be before such a line. */
  private static final int FIRST_PARAGRAPHS = 500;

  /** How much prose may be before a caption that belongs to the picture at the start. */
  private static final int FIRST_PROSE = 400;

  /** How much prose may be before the headline, such as a lead. */
  private static final int BEFORE_HEADLINE = 600;

  /** The longest line with date, author and categories. */
  private static final int MAX_NOTE = 400;

  /** Shares of the article's prose that a removed part may have; the surer its sign, the more. */
  private static final double LITTLE = 0.1;

  private static final double SOME = 0.2;
  private static final double MUCH = 0.4;

  /**
   * Shares of links in a text: a paragraph that is a link, a list of links, and a doubtful part.
   */
  private static final double ALL_LINK = 0.9;

  private static final double MOSTLY_LINKS = 0.5;
  private static final double MANY_LINKS = 0.3;

  /** A link of fewer characters is no headline of another article. */
  private static final int MIN_LINK = 25;

  /** How many elements up the caption is that an element can be a part of. */
  private static final int UP = 4;

  /** A text with as many marks has sentences. */
  private static final int SENTENCES = 3;

  private final PageTree tree;
  private final Headline headline;

  ArticlePruner(PageTree tree, Headline headline) {
    this.tree = tree;
    this.headline = headline;
  }

  /** Removes it and brings the sums up to date. */
  void prune(int root) {
    double all = tree.prose[root];
    for (int i = root + 1; i < tree.end(root); i++) {
      if (tree.isRemoved(i) || isJunk(i, all)) {
        tree.remove(i);
        i = tree.end(i) - 1;
      }
    }
    tree.measure();
    removeHead(root);
    removeFirstCaptions(root);
    removeFirstLines(root);
    removeEmptyHeadings(root);
    tree.measure();
  }

  private boolean isJunk(int i, double all) {
    var tag = tree.tag(i);
    if (tree.isInline(i) || tree.text[i] == 0) {
      return false;
    }
    double density = tree.linkDensity(i);
    double prose = tree.prose[i];
    if (tree.has(i, ClassHints.META) && prose < LITTLE * all && tree.text[i] < MAX_NOTE) {
      return true;
    }
    if (!tag.equals("figcaption")
        && tree.has(i, ClassHints.CAPTION)
        && !inCaption(i)
        && tree.text[i] < MAX_CAPTION
        && !hasImage(i)) {
      return true;
    }
    if (tree.text[i] <= SHORT && prose < SOME * all && isLeading(i)) {
      return true;
    }
    if (tag.equals("p")) {
      return density > ALL_LINK
          && tree.text[i] > MIN_LINK
          && tree.marks[i] < SENTENCES
          && !hasImage(i);
    }
    if (!CONTAINERS.contains(tag) || tag.equals("li") || prose > MUCH * all) {
      return false;
    }
    if ((tag.equals("ul") || tag.equals("ol")) && !isLinkList(i)) {
      return false;
    }
    return density > MOSTLY_LINKS || (density > MANY_LINKS && prose < tree.clutter[i]);
  }

  private boolean isLeading(int i) {
    return !tree.tag(i).equals("td") && ShortTexts.leadsAway(tree.element(i).text());
  }

  /** Returns whether most items of a list are links and little else. */
  private boolean isLinkList(int list) {
    int items = 0;
    int linked = 0;
    for (int i = list + 1; i < tree.end(list); i = tree.end(i)) {
      if (tree.text[i] > 0) {
        items++;
        linked += tree.text[i] - tree.links[i] < REMARK ? 1 : 0;
      }
    }
    return linked * 2 > items;
  }

  /** Returns whether an element is in the caption of a figure, whose text is kept. */
  private boolean inCaption(int i) {
    for (int at = tree.parent(i), up = 0; at >= 0 && up < UP; at = tree.parent(at), up++) {
      if (tree.tag(at).equals("figcaption")) {
        return true;
      }
    }
    return false;
  }

  private boolean hasImage(int i) {
    for (int k = i + 1; k < tree.end(i); k++) {
      if (tree.tag(k).equals("img") && !tree.isRemoved(k)) {
        return true;
      }
    }
    return false;
  }

  /** Removes the headline, and the short texts before it. */
  private void removeHead(int root) {
    double before = 0;
    for (int i = root + 1; i < tree.end(root); i++) {
      if (tree.isRemoved(i)) {
        i = tree.end(i) - 1;
        continue;
      }
      if (tree.isHeading(i)
          && tree.text[i] > 0
          && tree.text[i] < 500
          && headline.is(i)
          && before < LITTLE * tree.prose[root]) {
        for (int k = root + 1; k < i; k++) {
          if (!tree.contains(k, i) && !tree.isInline(k) && tree.text[k] > 0 && !hasImage(k)) {
            tree.remove(k);
          }
        }
        tree.remove(i);
        return;
      }
      before += Math.max(0, tree.score(i));
      if (before > BEFORE_HEADLINE) {
        return;
      }
    }
  }

  /** Removes the captions of the pictures before the first paragraphs. */
  private void removeFirstCaptions(int root) {
    double read = 0;
    for (int i = root + 1; i < tree.end(root) && read < FIRST_PROSE; i++) {
      if (tree.isRemoved(i)) {
        i = tree.end(i) - 1;
      } else if (tree.tag(i).equals("figcaption")) {
        tree.remove(i);
        i = tree.end(i) - 1;
      } else {
        read += Math.max(0, tree.score(i));
      }
    }
  }

  /** Removes the lines before the first paragraphs that only give a date or an author. */
  private void removeFirstLines(int root) {
    int read = 0;
    for (int i = root + 1; i < tree.end(root) && read < FIRST_PARAGRAPHS; i++) {
      if (tree.isRemoved(i)) {
        i = tree.end(i) - 1;
      } else if (!tree.isInline(i) && tree.blockText[i] > 0) {
        var text = tree.text[i] > LINE ? "" : tree.element(i).text();
        if (PageDate.isIn(text) || ShortTexts.isByline(text)) {
          tree.remove(i);
          i = tree.end(i) - 1;
        } else {
          read += tree.blockText[i];
        }
      }
    }
  }

  /** Removes the headings that nothing follows, such as those of a list that was removed. */
  private void removeEmptyHeadings(int root) {
    boolean empty = true;
    for (int i = lastBlock(root); i > root; i--) {
      if (removedAbove(i, root)) {
        continue;
      }
      if (tree.isHeading(i) && empty) {
        tree.remove(i);
      } else if (tree.blockText[i] > 0 || tree.tag(i).equals("img")) {
        return;
      }
    }
  }

  private int lastBlock(int root) {
    return tree.end(root) - 1;
  }

  private boolean removedAbove(int i, int root) {
    for (int at = i; at > root; at = tree.parent(at)) {
      if (tree.isRemoved(at)) {
        return true;
      }
    }
    return false;
  }
}
