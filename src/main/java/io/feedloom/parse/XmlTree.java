package io.feedloom.parse;

import io.feedloom.feed.Problem;
import java.util.List;
import org.jdom2.Element;

/**
 * A document as a tree.
 *
 * @param problems what had to be overlooked to read it
 */
record XmlTree(Element root, List<Problem> problems) {
  XmlTree {
    problems = List.copyOf(problems);
  }
}
