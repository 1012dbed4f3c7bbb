package io.feedloom.fetch;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The first bytes of compressed files and archives. */
enum Signature {
  GZIP("gzip", "1f8b08"),
  ZLIB_FAST("zlib", "7801"),
  ZLIB_LOW("zlib", "785e"),
  ZLIB("zlib", "789c"),
  ZLIB_BEST("zlib", "78da"),
  ZSTD("zstd", "28b52ffd"),
  ZSTD_SKIPPED("zstd", "502a4d18"),
  COMPRESS("compress", "1f9d"),
  BZIP2("bzip2", "425a6839"),
  XZ("xz", "fd377a585a00"),
  ZIP("zip", "504b0304"),
  DICTIONARY_BROTLI("dcb", "ff444342");

  /** How many bytes of a body are checked to see whether it is text. */
  static final int HEAD = 512;

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // Never returned, never changed.
  private final byte[] bytes;

  Signature(String description, String hex) {
    this.description = description;
    this.bytes = HexFormat.of().parseHex(hex);
  }

  /** Returns the name of the format. */
  String description() {
    return description;
  }

  boolean begins(byte[] head) {
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** Returns the signature at the beginning of the bytes. */
  static Optional<Signature> of(byte[] head) {
    return Stream.of(values()).filter(signature -> signature.begins(head)).findFirst();
  }

  /**
   * Returns whether the bytes begin a document of XML, HTML or JSON, in any charset that contains
   * ASCII.
   */
  static boolean ofDocument(byte[] head) {
    for (byte b : head) {
      if (b == '<' || b == '{' || b == '[') {
        return true;
      }
      boolean mark = b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
      boolean wide = b == (byte) 0xFE || b == (byte) 0xFF || b == 0;
      if (!mark && !wide && b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return false;
  }

  /**
   * Returns whether the bytes are text, that is, have no control characters that text never has.
   */
  static boolean ofText(byte[] head) {
    if (ofDocument(head)) {
      return true;
    }
    for (int i = 0; i < Math.min(head.length, HEAD); i++) {
      boolean control = head[i] >= 0 && head[i] < 0x20;
      if (control && "\t\n\f\r\u001b".indexOf(head[i]) < 0) {
        return false;
      }
    }
    return true;
  }
}
