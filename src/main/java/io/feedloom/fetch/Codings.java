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
 * Takes off the content codings of a body (RFC 9110 section 8.4). What servers announce is often
 * wrong: they name what is no compression, announce one that they did not apply, or apply one that
 * they do not announce. So the bytes decide, and the header only where bytes cannot: brotli and
 * bare deflate have no signature.
 *
 * <p>Bodies are unpacked as they are read, each layer up to the size limit, so that no bomb needs
 * more than that.
 */
final class Codings {
  /** Servers pack once, rarely twice; more layers are an attempt to multiply. */
  private static final int MOST_LAYERS = 3;

  private Codings() {}

  /** Returns the {@code Accept-Encoding} header: what can be decoded on this platform. */
  static String accepted() {
    return Stream.of(Coding.GZIP, Coding.BROTLI, Coding.ZSTD)
        .filter(Coding::isAvailable)
        .map(Coding::token)
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns the body as it was before it was packed.
   *
   * @param contentEncoding the header as it came; may be empty
   * @param most the size limit of each layer, in bytes
   * @throws IOException if the body begins like a compression that cannot be undone; while it is
   *     read, if it is broken or larger than the limit
   */
  static InputStream decode(InputStream body, String contentEncoding, long most)
      throws IOException {
    var announced = announced(contentEncoding);
    boolean packed = !announced.isEmpty();
    var layer = new Peeked(new Limited(body, most));
    for (int layers = 0; ; layers++) {
      var coding = next(layer, announced);
      if (coding.isEmpty()) {
        return packed && layers == 0 ? readable(layer, contentEncoding) : layer;
      }
      if (layers == MOST_LAYERS) {
        throw new Refusal(
            Reason.PROTOCOL,
            "the answer is compressed more than %d times; expected a feed".formatted(layers));
      }
      layer = new Peeked(new Limited(new Unpacked(coding.get(), layer), most));
    }
  }

  /** Returns the compressions that the header names, the one that was applied last first. */
  private static Deque<Coding> announced(String contentEncoding) {
    var announced = new ArrayDeque<Coding>();
    for (var token : contentEncoding.split(",", -1)) {
      var name = token.split(";", 2)[0].strip().replace("\"", "");
      Coding.named(name).filter(Coding::isAvailable).ifPresent(announced::push);
    }
    return announced;
  }

  private static Optional<Coding> next(Peeked layer, Deque<Coding> announced) throws IOException {
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

  /** Returns the announced compression, where it was applied. */
  private static Optional<Coding> applied(Coding announced, Peeked layer) {
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

  private static Optional<Coding> tried(Coding coding, Peeked layer) {
    return coding.begins(layer.peek(Coding.TRIAL)) ? Optional.of(coding) : Optional.empty();
  }

  private static Optional<Coding> signed(Signature signature, Peeked layer) throws IOException {
    byte[] head = layer.peek(Signature.HEAD);
    return switch (signature) {
      case GZIP -> Optional.of(Coding.GZIP);
      case ZSTD, ZSTD_SKIPPED -> Optional.of(available(Coding.ZSTD));
      case ZLIB, ZLIB_BEST, ZLIB_FAST -> Optional.of(Coding.ZLIB);
      // "x^" begins a text as well.
      case ZLIB_LOW -> Signature.ofText(head) ? Optional.empty() : Optional.of(Coding.ZLIB);
      case COMPRESS, BZIP2, XZ, ZIP, DICTIONARY_BROTLI -> throw foreign(signature.words());
    };
  }

  /** Brotli and bare deflate have no signature: what comes out must be a document. */
  private static Optional<Coding> unsigned(Peeked layer) {
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

  private static InputStream readable(Peeked layer, String contentEncoding) throws Refusal {
    if (Signature.ofText(layer.peek(Signature.HEAD))) {
      return layer;
    }
    throw new Refusal(
        Reason.PROTOCOL,
        "the answer is announced as \"%s\", but does not unpack as that"
            .formatted(contentEncoding));
  }

  private static Refusal foreign(String format) {
    return new Refusal(
        Reason.PROTOCOL,
        "the answer is compressed as %s, which was not asked for; expected one of %s"
            .formatted(format, accepted()));
  }

  /** What a compression unpacks to; its failures say which one it was. */
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
              "it begins like %s, but does not unpack to its end (%s)"
                  .formatted(
                      coding.token(), e.getMessage() == null ? "it is cut off" : e.getMessage()),
              e);
    }
  }
}
