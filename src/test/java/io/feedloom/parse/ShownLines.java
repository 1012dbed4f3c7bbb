package io.feedloom.parse;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The lines that a reader shows of HTML. A {@code br} and the borders of blocks break them; line
 * breaks of the source do only inside {@code pre}.
 */
final class ShownLines implements NodeVisitor {
  private final StringBuilder text = new StringBuilder();
  private int preformatted;

  private ShownLines() {}

  static List<String> of(String html) {
    var lines = new ShownLines();
    Jsoup.parseBodyFragment(html).body().traverse(lines);
    return lines
        .text
        .toString()
        .lines()
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Override
  public void head(Node node, int depth) {
    switch (node) {
      case TextNode shown ->
          text.append(
              preformatted > 0
                  ? shown.getWholeText()
                  : shown.getWholeText().replaceAll("\\s+", " "));
      case Element element -> {
        preformatted += element.nameIs("pre") ? 1 : 0;
        breakAt(element);
      }
      default -> {}
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      preformatted -= element.nameIs("pre") ? 1 : 0;
      breakAt(element);
    }
  }

  private void breakAt(Element element) {
    if (element.isBlock() || element.nameIs("br")) {
      text.append('\n');
    }
  }
}
