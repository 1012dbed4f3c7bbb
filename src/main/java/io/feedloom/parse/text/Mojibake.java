package io.feedloom.parse.text;

import io.feedloom.feed.text.HtmlEntities;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Repairs text that was decoded with the wrong charset: UTF-8 that a publisher's software read as
 * Latin-1 and encoded again, and characters of windows-1252 that became control characters
 * (repaired as in WHATWG HTML 13.2.5.80). Text is decoded again only if all its characters outside
 * ASCII form valid UTF-8, which does not happen by chance in any language.
 */
public final class Mojibake {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private Mojibake() {}

  public static String repair(String text) {
    int first = firstForeign(text);
    if (first < 0) {
      return text;
    }
    return isLead(text, first) ? decodedAgain(text) : withoutControls(text, first);
  }

  private static String decodedAgain(String text) {
    try {
      var bytes = bytes(text);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return withoutControls(text, 0);
    }
  }

  /** Returns the position of the first character that is not ASCII. */
  private static int firstForeign(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether a sequence of UTF-8 can begin there. */
  private static boolean isLead(String text, int at) {
    char c = text.charAt(at);
    return c >= 0xC2 && c <= 0xF4 && at + 1 < text.length() && text.charAt(at + 1) >= 0x80;
  }

  private static String withoutControls(String text, int from) {
    int i = from;
    while (i < text.length() && !isControl(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var out = new StringBuilder(text);
    for (; i < out.length(); i++) {
      if (isControl(out.charAt(i))) {
        out.setCharAt(i, HtmlEntities.sign(out.charAt(i)));
      }
    }
    return out.toString();
  }

  private static boolean isControl(char c) {
    return c >= 0x80 && c < 0xA0;
  }

  private static ByteBuffer bytes(String text) throws CharacterCodingException {
    var latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    return latin1.canEncode(text)
        ? latin1.encode(CharBuffer.wrap(text))
        : WINDOWS_1252.newEncoder().encode(CharBuffer.wrap(text));
  }
}
