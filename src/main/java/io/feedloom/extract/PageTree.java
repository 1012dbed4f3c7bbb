package io.feedloom.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The elements of a page in document order, with the sizes of their texts. The descendants of
 * element {@code i} are those from {@code i + 1} to {@code end(i) - 1}, so that every question
 * about a subtree is answered in one loop and none needs recursion.
 */
final class PageTree {
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del",
          "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "math", "nobr", "q", "rp",
          "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
          "tt", "u", "var", "wbr");

  private static final Set<String> PARAGRAPHS = Set.of("p", "pre", "blockquote", "dd");

  /**
   * The lengths, in characters, from which a text is a line, a short or usual sentence, or long.
   */
  private static final int LINE = 25;

  private static final int SHORT = 40;
  private static final int SENTENCE = 80;
  private static final int LONG = 200;

  /** What a character counts in a text that is a paragraph for sure, likely, and less likely. */
  private static final double SURE = 1.1;

  private static final double LIKELY = 0.8;
  private static final double DOUBTFUL = 0.4;
  private static final double UNLIKELY = 0.3;

  private final Element[] elements;
  private final int[] parent;
  private final int[] end;
  private final int[] hints;
  private final boolean[] inline;
  private final boolean[] inLink;
  private final int[] ownText;
  private final int[] ownMarks;
  private final boolean[] removed;
  private final boolean[] bare;

  /** The text of each block, its links' text, and its punctuation; of inline elements nothing. */
  final int[] blockText;

  final int[] blockLinks;
  final int[] blockMarks;

  /** The sums of these over each subtree without what is removed. */
  final int[] text;

  final int[] links;
  final int[] marks;
  final double[] prose;
  final double[] clutter;

  PageTree(Element root, ClassHints classes, StepBudget budget) {
    var list = new ArrayList<Element>();
    var parents = new Ints();
    var texts = new Ints();
    var punctuation = new Ints();
    var ends = new Ints();
    root.traverse(
        new NodeVisitor() {
          private int at = -1;

          @Override
          public void head(Node node, int depth) {
            if (node instanceof Element element && budget.take()) {
              parents.add(at);
              at = list.size();
              list.add(element);
              texts.add(0);
              punctuation.add(0);
              ends.add(0);
            } else if (node instanceof TextNode text && at >= 0) {
              long measured = TextMeasure.of(text.getWholeText());
              texts.add(at, TextMeasure.length(measured));
              punctuation.add(at, TextMeasure.marks(measured));
            }
          }

          @Override
          @SuppressWarnings("ReferenceEquality") // the same element, not an equal one
          public void tail(Node node, int depth) {
            if (at >= 0 && node.equals(list.get(at))) {
              ends.set(at, list.size());
              at = parents.get(at);
            }
          }
        });
    int size = list.size();
    elements = list.toArray(Element[]::new);
    parent = parents.toArray();
    end = ends.toArray();
    ownText = texts.toArray();
    ownMarks = punctuation.toArray();
    hints = new int[size];
    inline = new boolean[size];
    inLink = new boolean[size];
    removed = new boolean[size];
    bare = new boolean[size];
    blockText = new int[size];
    blockLinks = new int[size];
    blockMarks = new int[size];
    text = new int[size];
    links = new int[size];
    marks = new int[size];
    prose = new double[size];
    clutter = new double[size];
    for (int i = 0; i < size; i++) {
      hints[i] = classes.of(elements[i]);
      inLink[i] = (i > 0 && inLink[parent[i]]) || isLink(elements[i]);
    }
    for (int i = size - 1; i > 0; i--) {
      inline[i] = (INLINE.contains(tag(i)) || tag(i).indexOf('-') > 0) && !hasBlock(i);
    }
    measure();
  }

  private boolean hasBlock(int i) {
    for (int child = i + 1; child < end[i]; child = end[child]) {
      if (!inline[child]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLink(Element element) {
    return element.normalName().equals("a")
        && element.hasAttr("href")
        && !element.attr("href").startsWith("#");
  }

  /** Measures again, without what was removed. */
  void measure() {
    Arrays.fill(blockText, 0);
    Arrays.fill(blockLinks, 0);
    Arrays.fill(blockMarks, 0);
    int[] block = new int[size()];
    for (int i = 0; i < size(); i++) {
      if (removed[i]) {
        i = end[i] - 1;
        continue;
      }
      block[i] = inline[i] && i > 0 ? block[parent[i]] : i;
      int b = block[i];
      if (bare[i]) {
        continue;
      }
      blockText[b] += ownText[i];
      blockMarks[b] += ownMarks[i];
      if (inLink[i]) {
        blockLinks[b] += ownText[i];
      }
    }
    for (int i = size() - 1; i >= 0; i--) {
      text[i] = blockText[i];
      links[i] = blockLinks[i];
      marks[i] = blockMarks[i];
      double score = removed[i] ? 0 : score(i);
      prose[i] = Math.max(0, score);
      clutter[i] = Math.max(0, -score);
      if (!removed[i]) {
        for (int child = i + 1; child < end[i]; child = end[child]) {
          if (!removed[child]) {
            text[i] += text[child];
            links[i] += links[child];
            marks[i] += marks[child];
            prose[i] += prose[child];
            clutter[i] += clutter[child];
          }
        }
      }
    }
  }

  /** Returns how much a block is like a paragraph of an article; negative if it is not. */
  double score(int i) {
    int length = blockText[i];
    if (length == 0) {
      return 0;
    }
    int plain = length - blockLinks[i];
    double density = (double) blockLinks[i] / length;
    boolean paragraph = PARAGRAPHS.contains(tag(i));
    boolean heading = isHeading(i);
    if (density > 0.5) {
      return -Math.min(blockLinks[i], 100);
    }
    if (heading) {
      return 0;
    }
    if (length >= SENTENCE && (blockMarks[i] > 0 || length >= LONG)) {
      return plain * (1 - density) * (paragraph ? SURE : 1);
    }
    if (paragraph && length >= LINE) {
      return plain * (1 - density) * (blockMarks[i] > 0 ? LIKELY : UNLIKELY);
    }
    if (length >= SHORT && blockMarks[i] > 0) {
      return plain * (1 - density) * DOUBTFUL;
    }
    return paragraph ? 0 : -Math.min(length, 30) * 0.3;
  }

  int size() {
    return elements.length;
  }

  Element element(int i) {
    return elements[i];
  }

  String tag(int i) {
    return elements[i].normalName();
  }

  int parent(int i) {
    return parent[i];
  }

  int end(int i) {
    return end[i];
  }

  int hints(int i) {
    return hints[i];
  }

  boolean has(int i, int flags) {
    return (hints[i] & flags) != 0;
  }

  boolean isInline(int i) {
    return inline[i];
  }

  boolean isHeading(int i) {
    var tag = tag(i);
    return tag.length() == 2 && tag.charAt(0) == 'h' && Character.isDigit(tag.charAt(1));
  }

  boolean isRemoved(int i) {
    return removed[i];
  }

  /** Takes a subtree out; {@link #measure} brings the sums up to date. */
  void remove(int i) {
    removed[i] = true;
  }

  /** Puts a subtree back as far as nothing else in it is removed. */
  void restore(boolean[] state) {
    System.arraycopy(state, 0, removed, 0, removed.length);
  }

  boolean[] state() {
    return removed.clone();
  }

  double linkDensity(int i) {
    return text[i] == 0 ? 0 : (double) links[i] / text[i];
  }

  /**
   * Removes all but some elements from the innermost element around these, and returns that one.
   */
  int keepOnly(List<Integer> kept) {
    int first = Collections.min(kept);
    int last = Collections.max(kept);
    int root = first;
    while (!contains(root, last) || kept.contains(root)) {
      root = parent[root];
    }
    for (int i = root + 1; i < end[root]; i++) {
      if (kept.contains(i)) {
        i = end[i] - 1;
      } else if (holdsAny(i, kept)) {
        bare[i] = true;
      } else {
        removed[i] = true;
        i = end[i] - 1;
      }
    }
    bare[root] = true;
    measure();
    return root;
  }

  private boolean holdsAny(int i, List<Integer> kept) {
    for (int each : kept) {
      if (contains(i, each)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether an element counts without the text that is directly in it. */
  boolean isBare(int i) {
    return bare[i];
  }

  boolean contains(int ancestor, int i) {
    return i >= ancestor && i < end[ancestor];
  }
}
