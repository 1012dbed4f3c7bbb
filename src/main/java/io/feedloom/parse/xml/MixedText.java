package io.feedloom.parse.xml;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 with single bytes of another charset, which come from templates and databases that
 * were not converted. Sequences of UTF-8 are read as UTF-8, and each other byte as windows-1252.
 */
final class MixedText {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private MixedText() {}

  static String decode(byte[] bytes, int start) {
    var text = new StringBuilder(bytes.length - start);
    int good = start;
    int i = start;
    while (i < bytes.length) {
      int length = sequence(bytes, i);
      if (length == 0) {
        text.append(new String(bytes, good, i - good, StandardCharsets.UTF_8));
        text.append(new String(bytes, i, 1, WINDOWS_1252));
        i++;
        good = i;
      } else {
        i += length;
      }
    }
    return text.append(new String(bytes, good, i - good, StandardCharsets.UTF_8)).toString();
  }

  /** Returns whether sequences of several bytes are well-formed at least as often as not. */
  static boolean isMostlyUtf8(byte[] bytes, int start) {
    int good = 0;
    int bad = 0;
    int i = start;
    while (i < bytes.length) {
      int length = sequence(bytes, i);
      good += length > 1 ? 1 : 0;
      bad += length == 0 ? 1 : 0;
      i += Math.max(1, length);
    }
    return good >= bad;
  }

  /**
   * Returns the length of the well-formed sequence that begins here (Unicode table 3-7); 0 if there
   * is none.
   */
  private static int sequence(byte[] b, int i) {
    int first = b[i] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int second = at(b, i + 1);
    if (first >= 0xC2 && first <= 0xDF) {
      return isTail(second) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      boolean overlong = first == 0xE0 && second < 0xA0;
      boolean surrogate = first == 0xED && second > 0x9F;
      return isTail(second) && !overlong && !surrogate && isTail(at(b, i + 2)) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      boolean outside = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
      boolean tails = isTail(second) && isTail(at(b, i + 2)) && isTail(at(b, i + 3));
      return tails && !outside ? 4 : 0;
    }
    return 0;
  }

  private static int at(byte[] b, int i) {
    return i < b.length ? b[i] & 0xFF : 0;
  }

  private static boolean isTail(int b) {
    return b >= 0x80 && b <= 0xBF;
  }
}
