package io.feedloom.fetch;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.util.Native;
import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The content codings that bodies come in (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). Bodies are
 * decoded as they are read, so whoever counts the bytes decides where a bomb ends.
 */
final class Codings {
  private static final int BUFFER = 4096;

  /** Servers apply one coding, rarely two; a longer list is an attempt to multiply. */
  private static final int MOST = 2;

  private Codings() {}

  /**
   * Native libraries are looked for when the first request is made, not when the program starts.
   */
  private static final class Natives {
    static final boolean BROTLI = Brotli4jLoader.isAvailable();
    static final boolean ZSTD = zstd();

    private static boolean zstd() {
      try {
        Native.load();
        return true;
      } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
        return false;
      }
    }
  }

  /** The {@code Accept-Encoding} header: what can be decoded on this platform. */
  static String accepted() {
    return "gzip" + (Natives.BROTLI ? ", br" : "") + (Natives.ZSTD ? ", zstd" : "");
  }

  /**
   * The body as it was before it was encoded.
   *
   * @param contentEncoding the header as it came; may be empty
   * @throws Refusal if a coding is not known here
   * @throws IOException if the body is not encoded as it says
   */
  static InputStream decode(InputStream body, String contentEncoding) throws IOException {
    var codings =
        Stream.of(contentEncoding.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return body;
    }
    if (codings.size() > MOST) {
      throw unknown(contentEncoding);
    }
    return decode(body, codings);
  }

  /** The last coding was applied last, so it is taken off first. */
  private static InputStream decode(InputStream body, List<String> codings) throws IOException {
    var peeked = new PushbackInputStream(body, 2);
    int first = peeked.read();
    if (first < 0) {
      return peeked; // Seen on empty answers: an announced coding of nothing.
    }
    int second = peeked.read();
    if (second >= 0) {
      peeked.unread(second);
    }
    peeked.unread(first);
    var decoded =
        switch (codings.getLast()) {
          case "gzip", "x-gzip" -> new GZIPInputStream(peeked, BUFFER);
          case "deflate" -> inflater(peeked, first, second);
          case "br" -> offered(Natives.BROTLI, "br", () -> new BrotliInputStream(peeked, BUFFER));
          case "zstd" -> offered(Natives.ZSTD, "zstd", () -> new ZstdStream(peeked));
          default -> throw unknown(codings.getLast());
        };
    return codings.size() == 1 ? decoded : decode(decoded, codings.subList(0, codings.size() - 1));
  }

  private static InputStream offered(boolean available, String coding, Decoder decoder)
      throws IOException {
    if (!available) {
      throw unknown(coding);
    }
    return decoder.open();
  }

  private interface Decoder {
    InputStream open() throws IOException;
  }

  /** RFC 9110 means zlib (RFC 1950) by "deflate"; some servers send the bare format (RFC 1951). */
  private static InputStream inflater(InputStream body, int first, int second) {
    boolean zlib = (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
    return new InflaterInputStream(body, new Inflater(!zlib), BUFFER);
  }

  private static Refusal unknown(String coding) {
    return new Refusal(
        Reason.PROTOCOL,
        "the answer is encoded as \"%s\", which was not asked for; expected one of %s"
            .formatted(coding, accepted()));
  }
}
