package io.feedloom.extract;

import io.feedloom.feed.text.BytePrefix;
import io.feedloom.feed.text.HtmlCharset;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes the bytes of a page. */
final class PageCharset {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private PageCharset() {}

  /**
   * Decodes by byte order mark, HTTP header, {@code meta} element, and else as UTF-8 or, if it is
   * none, as windows-1252 (WHATWG HTML 13.2.3.2). A declared charset other than UTF-8 is wrong if
   * the bytes are valid UTF-8 with characters beyond ASCII.
   */
  static String decode(byte[] body, Optional<String> contentType) {
    if (BytePrefix.matches(body, 0xEF, 0xBB, 0xBF)) {
      return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
    }
    if (BytePrefix.matches(body, 0xFE, 0xFF)) {
      return new String(body, 2, body.length - 2, StandardCharsets.UTF_16BE);
    }
    if (BytePrefix.matches(body, 0xFF, 0xFE)) {
      return new String(body, 2, body.length - 2, StandardCharsets.UTF_16LE);
    }
    var declared = HtmlCharset.http(contentType).or(() -> HtmlCharset.meta(body));
    var utf8 = utf8(body);
    if (utf8.isPresent()) {
      boolean other = declared.isPresent() && utf8.get().length() == body.length;
      return other ? new String(body, declared.get()) : utf8.get();
    }
    return new String(
        body, declared.orElse(mostlyUtf8(body) ? StandardCharsets.UTF_8 : WINDOWS_1252));
  }

  private static Optional<String> utf8(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns whether there are more sequences of UTF-8 than single bytes beyond ASCII. */
  private static boolean mostlyUtf8(byte[] body) {
    int sequences = 0;
    int others = 0;
    for (int i = 0; i < body.length; i++) {
      if (body[i] < 0) {
        if ((body[i] & 0xC0) == 0xC0 && i + 1 < body.length && (body[i + 1] & 0xC0) == 0x80) {
          sequences++;
          while (i + 1 < body.length && (body[i + 1] & 0xC0) == 0x80) {
            i++;
          }
        } else {
          others++;
        }
      }
    }
    return sequences > 4L * others;
  }
}
