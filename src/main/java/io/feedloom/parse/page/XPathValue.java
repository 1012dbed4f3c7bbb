package io.feedloom.parse.page;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The result of an expression of XPath 1.0. */
sealed interface XPathValue {

  record Text(String text) implements XPathValue {}

  record Numeral(double number) implements XPathValue {}

  record Truth(boolean isTrue) implements XPathValue {}

  /** A set of nodes, in document order without repetitions. */
  record Nodes(List<Ref> refs) implements XPathValue {
    static final Nodes NONE = new Nodes(List.of());

    public Nodes {
      refs = List.copyOf(refs);
    }

    static Nodes of(LongStream refs) {
      long[] sorted = refs.sorted().distinct().toArray();
      return new Nodes(Arrays.stream(sorted).mapToObj(Ref::of).toList());
    }
  }

  /**
   * A node or an attribute.
   *
   * @param node the number of the node in the tree
   * @param attribute the position of the attribute; -1 for the node itself
   */
  record Ref(int node, int attribute) {
    static Ref of(long packed) {
      return new Ref((int) (packed >> 32), (int) packed - 1);
    }

    /** Returns a number that sorts in document order. */
    long packed() {
      return ((long) node << 32) | (attribute + 1);
    }

    boolean isAttribute() {
      return attribute >= 0;
    }
  }

  /** Converts to a number as the function {@code number} does. */
  static double number(String text) {
    var plain = text.strip();
    return plain.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)") ? Double.parseDouble(plain) : Double.NaN;
  }

  /** Converts to a text as the function {@code string} does. */
  static String text(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
