package io.feedloom.extract;

/**
 * Measures text: its length without superfluous white space, and its punctuation marks. A character
 * of a script without spaces counts as two and a half.
 */
final class TextMeasure {
  private TextMeasure() {}

  /** Returns length and marks in one number. */
  static long of(String text) {
    int length = 0;
    int wide = 0;
    int marks = 0;
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '\u00a0') {
        if (!space) {
          length++;
        }
        space = true;
      } else {
        length++;
        space = false;
        if (isMark(c)) {
          marks++;
        }
        if (c >= '\u2e80' && c <= '\u9fff') {
          wide++;
        }
      }
    }
    if (space && length > 0) {
      length--;
    }
    return ((long) marks << 32) | (length + wide * 3 / 2);
  }

  static int length(long measured) {
    return (int) measured;
  }

  static int marks(long measured) {
    return (int) (measured >> 32);
  }

  private static boolean isMark(char c) {
    return switch (c) {
      case ',',
          '.',
          '!',
          '?',
          ';',
          ':',
          '\u3002',
          '\uff0c',
          '\u3001',
          '\uff01',
          '\uff1f',
          '\u060c',
          '\u061f',
          '\u06d4',
          '\u0964',
          '\u2026' ->
          true;
      default -> false;
    };
  }
}
