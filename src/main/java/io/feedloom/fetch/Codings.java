package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decodes the content codings of a body (RFC 9110 section 8.4). Headers are often wrong: servers
 * name something that is not a coding, announce one that they did not apply, or apply one that they
 * do not announce. Therefore the bytes decide. The header decides only for brotli and bare deflate,
 * which have no signature.
 *
 * <p>Bodies are decoded while they are read, each layer up to the size limit, so no decompression
 * bomb can exceed it.
 */
final class Codings {
  /** Servers encode once, rarely twice. More layers are a decompression bomb. */
  private static final int MAX_LAYERS = 3;

  private Codings() {}

  /** Returns the {@code Accept-Encoding} header: the codings that this platform can decode. */
  static String accepted() {
    return Stream.of(Coding.GZIP, Coding.BROTLI, Coding.ZSTD)
        .filter(Coding::isAvailable)
        .map(Coding::token)
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns the decoded body.
   *
   * @param contentEncoding the value of the header; may be empty
   * @param most the size limit of each layer, in bytes
   * @throws IOException if the body begins like a coding that cannot be decoded; while reading, if
   *     the body is broken or larger than the limit
   */
  static InputStream decode(InputStream body, String contentEncoding, long most)
      throws IOException {
    var announced = announced(contentEncoding);
    boolean packed = !announced.isEmpty();
    var layer = new PeekableStream(new LimitedStream(body, most));
    for (int layers = 0; ; layers++) {
      var coding = next(layer, announced);
      if (coding.isEmpty()) {
        return packed && layers == 0 ? readable(layer, contentEncoding) : layer;
      }
      if (layers == MAX_LAYERS) {
        throw new Refusal(
            Reason.PROTOCOL,
            "the answer is compressed more than %d times; expected a feed".formatted(layers));
      }
      layer = new PeekableStream(new LimitedStream(new Unpacked(coding.get(), layer), most));
    }
  }

  /** Returns the codings that the header names, the last applied one first. */
  private static Deque<Coding> announced(String contentEncoding) {
    var announced = new ArrayDeque<Coding>();
    for (var token : contentEncoding.split(",", -1)) {
      var name = token.split(";", 2)[0].strip().replace("\"", "");
      Coding.named(name).filter(Coding::isAvailable).ifPresent(announced::push);
    }
    return announced;
  }

  private static Optional<Coding> next(PeekableStream layer, Deque<Coding> announced)
      throws IOException {
    while (!announced.isEmpty()) {
      var coding = applied(announced.pop(), layer);
      if (coding.isPresent()) {
        return coding;
      }
    }
    byte[] head = layer.peek(Signature.HEAD);
    var signature = Signature.of(head);
    if (signature.isPresent()) {
      return signed(signature.get(), layer);
    }
    return Signature.ofText(head) ? Optional.empty() : unsigned(layer);
  }

  /** Returns the announced coding if it was applied. */
  private static Optional<Coding> applied(Coding announced, PeekableStream layer) {
    byte[] head = layer.peek(Signature.HEAD);
    if (announced.begins(head)) {
      return Optional.of(announced);
    }
    return switch (announced) {
      case BROTLI, RAW_DEFLATE -> tried(announced, layer);
      case ZLIB -> tried(Coding.RAW_DEFLATE, layer);
      case GZIP, ZSTD -> Optional.empty();
    };
  }

  private static Optional<Coding> tried(Coding coding, PeekableStream layer) {
    return coding.begins(layer.peek(Coding.TRIAL)) ? Optional.of(coding) : Optional.empty();
  }

  private static Optional<Coding> signed(Signature signature, PeekableStream layer)
      throws IOException {
    byte[] head = layer.peek(Signature.HEAD);
    return switch (signature) {
      case GZIP -> Optional.of(Coding.GZIP);
      case ZSTD, ZSTD_SKIPPED -> Optional.of(available(Coding.ZSTD));
      case ZLIB, ZLIB_BEST, ZLIB_FAST -> Optional.of(Coding.ZLIB);
      // A text can also begin with "x^".
      case ZLIB_LOW -> Signature.ofText(head) ? Optional.empty() : Optional.of(Coding.ZLIB);
      case COMPRESS, BZIP2, XZ, ZIP, DICTIONARY_BROTLI -> throw foreign(signature.description());
    };
  }

  /** Detects brotli and bare deflate. They have no signature, so the result must be a document. */
  private static Optional<Coding> unsigned(PeekableStream layer) {
    return Stream.of(Coding.BROTLI, Coding.RAW_DEFLATE)
        .filter(Coding::isAvailable)
        .filter(coding -> coding.givesDocument(layer.peek(Coding.TRIAL)))
        .findFirst();
  }

  private static Coding available(Coding coding) throws Refusal {
    if (!coding.isAvailable()) {
      throw foreign(coding.token());
    }
    return coding;
  }

  private static InputStream readable(PeekableStream layer, String contentEncoding) throws Refusal {
    if (Signature.ofText(layer.peek(Signature.HEAD))) {
      return layer;
    }
    throw new Refusal(
        Reason.PROTOCOL,
        "the answer is announced as \"%s\", but cannot be decoded as that"
            .formatted(contentEncoding));
  }

  private static Refusal foreign(String format) {
    return new Refusal(
        Reason.PROTOCOL,
        "the answer is compressed as %s, which Feedloom does not accept; expected one of %s"
            .formatted(format, accepted()));
  }

  /** A decoding stream whose exceptions name the coding. */
  private static final class Unpacked extends FilterInputStream {
    private final Coding coding;

    Unpacked(Coding coding, InputStream packed) throws IOException {
      super(open(coding, packed));
      this.coding = coding;
    }

    private static InputStream open(Coding coding, InputStream packed) throws IOException {
      try {
        return coding.open(packed);
      } catch (IOException e) {
        throw named(coding, e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw named(coding, e);
      }
    }

    private static IOException named(Coding coding, IOException e) {
      return e instanceof Refusal
          ? e
          : new IOException(
              "it begins like %s, but cannot be decoded to its end (%s)"
                  .formatted(
                      coding.token(), e.getMessage() == null ? "it is cut off" : e.getMessage()),
              e);
    }
  }
}
