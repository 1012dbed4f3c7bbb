package io.feedloom.config;

/**
 * Where something stands in a file that the admin wrote.
 *
 * @param file as the admin would name it
 * @param line from 1, or 0 where the file as a whole is meant
 * @param column from 1, counted in code points
 */
record FaultPlace(String file, int line, int column) {
  /** The file as a whole. */
  static FaultPlace whole(String file) {
    return new FaultPlace(file, 0, 1);
  }

  /** Where the code point at this offset of the text stands. */
  static FaultPlace of(String file, String text, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = i + 1;
    }
    return new FaultPlace(file, line, text.codePointCount(lineStart, offset) + 1);
  }

  Fault fault(String message, boolean stops) {
    return new Fault(file, line, column, message, "", stops);
  }

  /** As compilers write it: {@code feeds.yml:17:5}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
