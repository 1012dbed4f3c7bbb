package io.feedloom.config;

/**
 * A position in one of the admin's files.
 *
 * @param file as the admin would name it
 * @param line from 1; 0 for the whole file
 * @param column from 1, counted in code points
 */
record FaultPlace(String file, int line, int column) {
  /** Returns the position for faults of the whole file. */
  static FaultPlace whole(String file) {
    return new FaultPlace(file, 0, 1);
  }

  /** Returns the position of the character at this offset of the text. */
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

  /** Returns the position as compilers write it: {@code feeds.yml:17:5}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
