package io.feedloom.parse.xml;

import io.feedloom.feed.text.BytePrefix;
import io.feedloom.feed.text.CharsetNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * A body with its charset.
 *
 * @param start where the text begins, after a byte order mark and white space
 * @param certain whether a byte order mark or the like names the charset
 */
public record Encoded(byte[] bytes, int start, Charset charset, boolean certain) {
  private static final Pattern HTTP = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\\s\"';,]+)");
  private static final Pattern DECLARATION =
      Pattern.compile("<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']?\\s*([^\\s\"'?>]+)");
  private static final Charset EBCDIC = Charset.forName("IBM037");
  private static final int HEAD = 1024;

  /** The number of bytes that are checked to detect the charset of a body. */
  private static final int DETECTED = 64 * 1024;

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /**
   * Determines the charset of a body: by the byte order mark, the pattern of the first bytes,
   * HTTP's charset, or the XML declaration. Otherwise it is UTF-8 (XML 1.0 appendix F, RFC 7303
   * section 3).
   */
  public static Encoded of(byte[] body, Optional<String> contentType) {
    var marked = byMark(body);
    if (marked.isPresent()) {
      return marked.get();
    }
    var http = contentType.flatMap(type -> charset(HTTP, type));
    var declared = declared(body, HEAD);
    var charset = http.or(() -> declared).orElse(StandardCharsets.UTF_8);
    // Many servers announce Latin-1 for every document. Latin-1 text is hardly ever valid UTF-8.
    boolean doubted = http.isPresent() && charset.equals(WINDOWS_1252);
    if (doubted && decode(body, 0, StandardCharsets.UTF_8).isPresent()) {
      charset = declared.orElse(StandardCharsets.UTF_8);
    }
    return new Encoded(body, blank(body, 0), charset, false);
  }

  /** Returns a document that was already decoded, whatever charset it declares. */
  public static Encoded of(String text) {
    return new Encoded(text.getBytes(StandardCharsets.UTF_8), 0, StandardCharsets.UTF_8, true);
  }

  /**
   * Returns the document in another charset if it is given. Bytes beyond ASCII that are valid UTF-8
   * were hardly written in another charset.
   */
  public Encoded orIn(Optional<Charset> other) {
    var utf8 = decode(bytes, start, StandardCharsets.UTF_8);
    boolean isUtf8 = utf8.isPresent() && utf8.get().length() < length();
    return other.isEmpty() || isUtf8 ? this : new Encoded(bytes, start, other.get(), certain);
  }

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  int length() {
    return bytes.length - start;
  }

  /** Returns the text. Bytes that are invalid in the charset are read as well as possible. */
  public String text() {
    return decode(bytes, start, charset).orElseGet(this::guessed);
  }

  /** Returns the beginning of the document. */
  public String head(int bytesAtMost) {
    return new String(bytes, start, Math.min(bytesAtMost, length()), charset);
  }

  private String guessed() {
    return declared(bytes, DETECTED)
        .flatMap(other -> decode(bytes, start, other))
        .or(() -> decode(bytes, start, StandardCharsets.UTF_8))
        .orElseGet(() -> isUtf8() ? undeclared() : new String(bytes, start, length(), charset));
  }

  /**
   * Decodes bytes that are mostly UTF-8 as UTF-8 with faults, and other bytes by a detected
   * charset.
   */
  private String undeclared() {
    if (!MixedText.isMostlyUtf8(bytes, start)) {
      var detector = new UniversalDetector();
      detector.handleData(bytes, start, Math.min(length(), DETECTED));
      detector.dataEnd();
      var detected =
          Optional.ofNullable(detector.getDetectedCharset()).flatMap(CharsetNames::charset);
      if (detected.isPresent()) {
        return new String(bytes, start, length(), detected.get());
      }
    }
    return MixedText.decode(bytes, start);
  }

  private static Optional<Encoded> byMark(byte[] b) {
    if (BytePrefix.matches(b, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new Encoded(b, blank(b, 3), StandardCharsets.UTF_8, true));
    }
    if (BytePrefix.matches(b, 0xFF, 0xFE, 0, 0)) {
      return Optional.of(new Encoded(b, 4, Charset.forName("UTF-32LE"), true));
    }
    if (BytePrefix.matches(b, 0, 0, 0xFE, 0xFF)) {
      return Optional.of(new Encoded(b, 4, Charset.forName("UTF-32BE"), true));
    }
    if (BytePrefix.matches(b, 0, 0, 0, '<')) {
      return Optional.of(new Encoded(b, 0, Charset.forName("UTF-32BE"), true));
    }
    if (BytePrefix.matches(b, '<', 0, 0, 0)) {
      return Optional.of(new Encoded(b, 0, Charset.forName("UTF-32LE"), true));
    }
    if (BytePrefix.matches(b, 0xFE, 0xFF) || BytePrefix.matches(b, 0, '<')) {
      return Optional.of(new Encoded(b, b[0] == 0 ? 0 : 2, StandardCharsets.UTF_16BE, true));
    }
    if (BytePrefix.matches(b, 0xFF, 0xFE) || BytePrefix.matches(b, '<', 0)) {
      return Optional.of(new Encoded(b, b[0] == '<' ? 0 : 2, StandardCharsets.UTF_16LE, true));
    }
    return Optional.empty();
  }

  private static int blank(byte[] body, int from) {
    int i = from;
    while (i < body.length && body[i] >= 0 && body[i] <= ' ') {
      i++;
    }
    return i;
  }

  /**
   * @param within the number of bytes to search; a notice may precede the declaration
   */
  private static Optional<Charset> declared(byte[] body, int within) {
    boolean ebcdic = BytePrefix.matches(body, 0x4C, 0x6F, 0xA7, 0x94);
    var headCharset = ebcdic ? EBCDIC : StandardCharsets.ISO_8859_1;
    var head = new String(body, 0, Math.min(within, body.length), headCharset);
    int start = head.indexOf("<?xml");
    if (!ebcdic && start < 0) {
      return Optional.empty();
    }
    var declared =
        charset(DECLARATION, head.substring(Math.max(0, start)))
            .filter(charset -> readsAlike(charset, headCharset));
    return ebcdic ? declared.or(() -> Optional.of(EBCDIC)) : declared;
  }

  /**
   * Returns whether a declaration has the same bytes in both charsets. If it was readable in one,
   * it was not written in a charset of another kind.
   */
  private static boolean readsAlike(Charset charset, Charset read) {
    return charset.canEncode() && Arrays.equals("<?xml".getBytes(charset), "<?xml".getBytes(read));
  }

  private static Optional<Charset> charset(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    return matcher.find() ? CharsetNames.charset(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> decode(byte[] bytes, int start, Charset charset) {
    try {
      var buffer = ByteBuffer.wrap(bytes, start, bytes.length - start);
      return Optional.of(charset.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
