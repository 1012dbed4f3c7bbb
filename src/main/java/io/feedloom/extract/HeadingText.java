package io.feedloom.extract;

import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Reads the headline in a heading, without what many pages put beside it: a line above it with the
 * topic, a small line below it, a date, a link to the heading itself.
 */
final class HeadingText implements NodeFilter {
  /** The longest heading, in characters, that can be a title. */
  static final int MAX_LENGTH = 400;

  /** The most nodes of a heading that are read. */
  private static final int NODES = 100;

  /** The names of elements above or beside the headline. */
  private static final Pattern BESIDE =
      Pattern.compile(
          "kicker|strapline|roofline|over-?line|topline|dachzeile|spitzmarke|top-?title|pre-?title|pre-?head"
              + "|eyebrow|header-?link|comments?-(?:number|count)|(?:^|["
              + " _-])(?:cat|category|date|colon|label|tag)(?:$| )");

  /** An element with nothing but a mark ends the topic for those who listen to the page. */
  private static final Pattern MARK = Pattern.compile("\\s*[:|–—•·-]\\s*");

  private final StringBuilder text = new StringBuilder();
  private int left = NODES;

  private HeadingText() {}

  /** Returns the headline, or the whole text of a heading that has nothing else. */
  static String of(Element heading) {
    var whole = PageParts.text(heading, MAX_LENGTH);
    if (whole.isEmpty() || heading.childrenSize() == 0) {
      return whole;
    }
    var reader = new HeadingText();
    NodeTraversor.filter(reader, heading);
    var headline = reader.text.toString().replaceAll("(?U)\\s+", " ").strip();
    return headline.chars().anyMatch(Character::isLetterOrDigit) ? headline : whole;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (left-- == 0) {
      return FilterResult.STOP;
    }
    if (node instanceof TextNode words) {
      text.append(words.getWholeText());
    } else if (node instanceof Element inner && depth > 0) {
      if (isMark(inner)) {
        text.setLength(0);
        return FilterResult.SKIP_ENTIRELY;
      }
      if (isBeside(inner)) {
        text.append(' ');
        return FilterResult.SKIP_ENTIRELY;
      }
      if (inner.isBlock() || inner.normalName().equals("br")) {
        text.append(' ');
      }
    }
    return FilterResult.CONTINUE;
  }

  private static boolean isMark(Element inner) {
    return inner.childNodeSize() == 1
        && inner.childNode(0) instanceof TextNode mark
        && MARK.matcher(mark.getWholeText()).matches();
  }

  /** Returns whether an element is something else than the headline, by its name. */
  static boolean isBeside(Element inner) {
    return inner.normalName().equals("small")
        || (inner.attributesSize() > 0 && BESIDE.matcher(PageParts.names(inner)).find());
  }
}
