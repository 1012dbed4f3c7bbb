package io.feedloom.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Undoes one false decoding: UTF-8 that a publisher's software took for Latin-1 and encoded again.
 * Text is repaired only when all of it that is not ASCII makes well-formed UTF-8, which no language
 * does by chance.
 */
final class Mojibake {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private Mojibake() {}

  static String repair(String text) {
    int first = firstLead(text);
    if (first < 0) {
      return text;
    }
    try {
      var bytes = bytes(text);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** Where the first character stands that is not ASCII, if a sequence can begin there at all. */
  private static int firstLead(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        boolean lead = c >= 0xC2 && c <= 0xF4;
        return lead && i + 1 < text.length() && text.charAt(i + 1) >= 0x80 ? i : -1;
      }
    }
    return -1;
  }

  private static ByteBuffer bytes(String text) throws CharacterCodingException {
    var latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    return latin1.canEncode(text)
        ? latin1.encode(CharBuffer.wrap(text))
        : WINDOWS_1252.newEncoder().encode(CharBuffer.wrap(text));
  }
}
