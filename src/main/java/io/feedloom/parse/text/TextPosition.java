package io.feedloom.parse.text;

/** Describes a position in a text as an editor shows it. */
public final class TextPosition {
  private TextPosition() {}

  /** Returns the line and column of an offset, both counted from one. */
  public static String of(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    return "line " + line + ", column " + (offset - start + 1);
  }
}
