package io.feedloom.parse;

import io.feedloom.feed.Problem;
import java.util.List;

/**
 * A document as a tree.
 *
 * @param problems what had to be overlooked to read it
 */
record XmlTree(XmlElement root, List<Problem> problems) {
  XmlTree {
    problems = List.copyOf(problems);
  }
}
