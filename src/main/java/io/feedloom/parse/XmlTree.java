package io.feedloom.parse;

import io.feedloom.feed.Problem;
import java.util.List;

/**
 * A document as a tree.
 *
 * @param problems what had to be overlooked to read it
 * @param cut whether it has more elements than are read
 */
record XmlTree(XmlElement root, List<Problem> problems, boolean cut) {
  XmlTree {
    problems = List.copyOf(problems);
  }
}
