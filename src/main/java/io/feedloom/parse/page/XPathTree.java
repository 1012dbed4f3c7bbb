package io.feedloom.parse.page;

import io.feedloom.feed.XPath.Axis;
import io.feedloom.feed.XPath.NodeTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The nodes of a page, numbered in document order. The descendants of node {@code i} are those from
 * {@code i + 1} to {@code end(i) - 1}. Every visit of a node counts for the deadline.
 */
final class XPathTree {
  private static final int VISITS_BETWEEN_CHECKS = 1024;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final int[] end;
  private final int[] parent;
  private final SelectorDeadline deadline;
  private int visits;

  XPathTree(Document document, SelectorDeadline deadline) {
    this.deadline = deadline;
    document.traverse(
        (node, _) -> {
          if (node instanceof Element
              || node instanceof TextNode
              || node instanceof DataNode
              || node instanceof Comment) {
            numbers.put(node, nodes.size());
            nodes.add(node);
          }
        });
    end = new int[nodes.size()];
    parent = new int[nodes.size()];
    document.traverse(new Bounds());
  }

  /** Notes where each node ends, and its parent. */
  private final class Bounds implements NodeVisitor {
    private int next;
    private int open = -1;

    @Override
    public void head(Node node, int depth) {
      if (numbers.containsKey(node)) {
        parent[next] = open;
        open = next++;
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (numbers.containsKey(node)) {
        end[open] = next;
        open = parent[open];
      }
    }
  }

  int size() {
    return nodes.size();
  }

  Node node(int number) {
    return nodes.get(number);
  }

  /** Returns the number of an element; -1 if it is not in the page. */
  int number(Element element) {
    return numbers.getOrDefault(element, -1);
  }

  int end(int number) {
    return end[number];
  }

  /** Returns the number of the parent; -1 at the root. */
  int parent(int number) {
    return parent[number];
  }

  /** Counts work of the size of so many visited nodes. */
  void count(int work) {
    visits += work;
    if (visits >= VISITS_BETWEEN_CHECKS) {
      visits = 0;
      deadline.check();
    }
  }

  /** Visits the nodes of an axis, in the order in which XPath counts their positions. */
  void visit(Axis axis, int from, IntConsumer visitor) {
    switch (axis) {
      case SELF -> visitor.accept(from);
      case PARENT -> {
        if (parent[from] >= 0) {
          visitor.accept(parent[from]);
        }
      }
      case ANCESTOR, ANCESTOR_OR_SELF -> {
        int first = axis == Axis.ANCESTOR ? parent[from] : from;
        for (int up = first; up >= 0; up = parent[up]) {
          accept(visitor, up);
        }
      }
      case CHILD -> siblings(from + 1, end[from], visitor);
      case DESCENDANT -> range(from + 1, end[from], visitor);
      case DESCENDANT_OR_SELF -> range(from, end[from], visitor);
      case FOLLOWING -> range(end[from], size(), visitor);
      case FOLLOWING_SIBLING -> {
        if (parent[from] >= 0) {
          siblings(end[from], end[parent[from]], visitor);
        }
      }
      case PRECEDING -> preceding(from, visitor);
      case PRECEDING_SIBLING -> precedingSiblings(from, visitor);
      case ATTRIBUTE, NAMESPACE -> {}
    }
  }

  private void accept(IntConsumer visitor, int number) {
    count(1);
    visitor.accept(number);
  }

  private void range(int first, int last, IntConsumer visitor) {
    for (int i = first; i < last; i++) {
      accept(visitor, i);
    }
  }

  private void siblings(int first, int last, IntConsumer visitor) {
    for (int i = first; i < last; i = end[i]) {
      accept(visitor, i);
    }
  }

  private void preceding(int from, IntConsumer visitor) {
    int ancestor = parent[from];
    for (int i = from - 1; i >= 0; i--) {
      if (i == ancestor) {
        ancestor = parent[i];
      } else {
        accept(visitor, i);
      }
    }
  }

  private void precedingSiblings(int from, IntConsumer visitor) {
    int above = parent[from];
    for (int i = from - 1; i > above; i--) {
      count(1);
      if (parent[i] == above) {
        visitor.accept(i);
      }
    }
  }

  boolean matches(NodeTest test, int number) {
    var node = nodes.get(number);
    return switch (test) {
      case NodeTest.Any _ -> true;
      case NodeTest.Text _ -> node instanceof TextNode || node instanceof DataNode;
      case NodeTest.Comment _ -> node instanceof Comment;
      case NodeTest.Instruction _ -> false;
      case NodeTest.Name(var name) ->
          node instanceof Element element
              && !(node instanceof Document)
              && (name.equals("*") || element.normalName().equals(name));
    };
  }

  /** Returns an attribute that was found before. */
  Attribute attribute(XPathValue.Ref ref) {
    return nodes.get(ref.node()).attributes().asList().get(ref.attribute());
  }

  /** Returns the attributes of a node that pass a test, with their positions in its list. */
  Map<Integer, Attribute> attributes(NodeTest test, int number) {
    var found = new HashMap<Integer, Attribute>();
    if (nodes.get(number) instanceof Element element) {
      var all = element.attributes().asList();
      count(all.size());
      for (int i = 0; i < all.size(); i++) {
        var key = all.get(i).getKey().toLowerCase(Locale.ROOT);
        boolean meant =
            switch (test) {
              case NodeTest.Any _ -> true;
              case NodeTest.Name(var name) -> name.equals("*") || name.equals(key);
              case NodeTest.Text _, NodeTest.Comment _, NodeTest.Instruction _ -> false;
            };
        if (meant) {
          found.put(i, all.get(i));
        }
      }
    }
    return found;
  }

  /** Returns the string value of a node (XPath 1.0 section 5). */
  String text(int number) {
    return switch (nodes.get(number)) {
      case TextNode text -> text.getWholeText();
      case DataNode data -> data.getWholeData();
      case Comment comment -> comment.getData();
      default -> {
        var text = new StringBuilder();
        for (int i = number + 1; i < end[number]; i++) {
          count(1);
          if (!(nodes.get(i) instanceof Comment) && !(nodes.get(i) instanceof Element)) {
            text.append(text(i));
          }
        }
        count(text.length() >> 6);
        yield text.toString();
      }
    };
  }
}
