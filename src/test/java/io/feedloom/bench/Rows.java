package io.feedloom.bench;

import java.util.Arrays;
import java.util.List;

/** Reads the sizes of stores from a command line: {@code --rows 10k,1M}. */
final class Rows {
  private Rows() {}

  /**
   * @param usual the default sizes
   */
  static List<Long> of(String[] arguments, String usual) {
    var text = usual;
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals("--rows")) {
        text = arguments[i + 1];
      }
    }
    return Arrays.stream(text.split(",", -1))
        .map(size -> size.replace("k", "000").replace("M", "000000"))
        .map(Long::valueOf)
        .toList();
  }
}
