package io.feedloom.parse.xml;

import io.feedloom.feed.Problem;
import java.util.List;

/**
 * A document as a tree.
 *
 * @param problems the faults in the document
 * @param cut whether it has more elements than were read
 * @param torn whether it ends before its root element does
 * @param halfItem whether it ends inside its last item, before the end of that item's id
 */
public record XmlTree(
    XmlElement root, List<Problem> problems, boolean cut, boolean torn, boolean halfItem) {
  public XmlTree {
    problems = List.copyOf(problems);
  }

  /** Returns a copy that ends before its root element does. */
  XmlTree asTorn(boolean insideItem) {
    return new XmlTree(root, problems, cut, true, insideItem);
  }

  /** Returns the same tree, as part of a document that has more. */
  public XmlTree asCut() {
    return new XmlTree(root, problems, true, torn, halfItem);
  }
}
