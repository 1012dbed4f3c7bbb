package io.feedloom.extract;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Removes from a page what surrounds articles: navigation, footers, comments, share bars. */
final class PageChrome {
  private static final Set<String> NEVER =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "link",
          "meta",
          "head",
          "title",
          "button",
          "input",
          "select",
          "textarea",
          "option",
          "svg",
          "canvas",
          "dialog",
          "nav",
          "menu",
          "object",
          "embed",
          "applet",
          "frame",
          "frameset",
          "base",
          "param",
          "map",
          "area",
          "progress",
          "meter",
          "datalist",
          "output");

  private static final Set<String> WEAK = Set.of("footer", "aside", "form", "fieldset");
  private static final Set<String> ROLES =
      Set.of(
          "navigation",
          "banner",
          "complementary",
          "contentinfo",
          "search",
          "menu",
          "menubar",
          "menuitem",
          "dialog",
          "alert",
          "alertdialog",
          "toolbar",
          "tablist",
          "tooltip");

  /** The least prose, and share of it, beside the teasers of a page that is an article. */
  private static final int ENOUGH = 500;

  private static final double SHARE = 0.2;

  /**
   * The shares of a page's prose up to which an element is removed. What holds more is the article,
   * whatever its names say; the surer a sign is, the more may be removed.
   */
  private static final double COMMENTS = 0.8;

  private static final double MOST = 0.6;
  private static final double MUCH = 0.4;
  private static final double SOME = 0.25;
  private static final double LITTLE_OF_ARTICLE = 0.2;
  private static final double LITTLE = 0.1;
  private static final double PARAGRAPH = 0.05;

  /** What quotations of posts are marked with. */
  private static final int QUOTED = ClassHints.SOCIAL;

  private final PageTree tree;

  PageChrome(PageTree tree) {
    this.tree = tree;
  }

  /**
   * Removes it.
   *
   * @param byName whether classes and ids count
   */
  void remove(boolean byName) {
    double all = tree.prose[0];
    removeTeasers();
    for (int i = 1; i < tree.size(); i++) {
      if (tree.isRemoved(i) || isChrome(i, all, byName)) {
        tree.remove(i);
        i = tree.end(i) - 1;
      }
    }
    tree.measure();
  }

  /** Removes the lists of teasers, unless there is nothing else. */
  private void removeTeasers() {
    double rest = tree.prose[0];
    var lists = new TeaserLists(tree).find();
    for (int list : lists) {
      rest -= tree.prose[list];
    }
    if (rest > Math.max(ENOUGH, SHARE * tree.prose[0])) {
      lists.forEach(tree::remove);
    }
  }

  private boolean isChrome(int i, double all, boolean byName) {
    var element = tree.element(i);
    var tag = tree.tag(i);
    if (NEVER.contains(tag)) {
      return true;
    }
    double share = all == 0 ? 0 : tree.prose[i] / all;
    if (isHidden(element)) {
      return share < MOST;
    }
    if (WEAK.contains(tag) || ROLES.contains(element.attr("role"))) {
      return share < MUCH;
    }
    if (!byName || tag.equals("main") || (tag.equals("article") && share > LITTLE_OF_ARTICLE)) {
      return false;
    }
    int hints = tree.hints(i);
    if ((hints & ClassHints.BOILERPLATE) == 0) {
      return false;
    }
    if ((hints & ClassHints.BODY) != 0) {
      return share < LITTLE;
    }
    if (tag.equals("blockquote") && (hints & ClassHints.BOILERPLATE & ~QUOTED) == 0) {
      return false;
    }
    if ((hints & ClassHints.BOILERPLATE & ~ClassHints.RELATED) == 0
        && tree.links[i] == 0
        && tree.prose[i] > 0) {
      return false; // a teaser that leads nowhere is the article's own
    }
    if (tag.equals("a") || tree.isHeading(i) || tag.equals("p")) {
      return share < PARAGRAPH && (hints & ClassHints.CONTENT) == 0;
    }
    if (share > LITTLE && hasHeadline(i)) {
      return false;
    }
    if ((hints & ClassHints.COMMENT) != 0) {
      return share < COMMENTS;
    }
    return share < ((hints & ClassHints.CONTENT) != 0 ? SOME : MUCH);
  }

  /** Returns whether a subtree has the headline of the page. */
  private boolean hasHeadline(int i) {
    for (int k = i + 1; k < tree.end(i); k++) {
      if (tree.tag(k).equals("h1") && tree.text[k] > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(Element element) {
    if (element.attributesSize() == 0) {
      return false;
    }
    if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
      return true;
    }
    var style = element.attr("style");
    if (style.isEmpty() || style.length() > 1000) {
      return false;
    }
    var plain = style.toLowerCase(Locale.ROOT).replace(" ", "");
    return plain.contains("display:none") || plain.contains("visibility:hidden");
  }
}
