package io.feedloom.bench;

import java.util.Collection;
import java.util.stream.Collectors;

/** Prints a line for each check and remembers whether all hold. */
final class CheckList {
  private static final int EXAMPLES = 5;

  private boolean hold = true;

  /** Prints a check with its figures. */
  void check(String what, boolean holds, String detail) {
    System.out.printf(
        "  %-5s  %s%s%n", holds ? "ok" : "FAILS", what, detail.isEmpty() ? "" : ": " + detail);
    hold &= holds;
  }

  /** Returns whether all checks so far hold. */
  boolean hold() {
    return hold;
  }

  /** Returns some of the texts in brackets; nothing if there are none. */
  static String some(Collection<String> all) {
    var end = all.size() > EXAMPLES ? "; …)" : ")";
    return all.isEmpty()
        ? ""
        : all.stream().limit(EXAMPLES).collect(Collectors.joining("; ", " (", end));
  }
}
