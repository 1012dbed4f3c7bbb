package io.feedloom.fetch;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.feedloom.codec.NativeCodecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A content coding that Feedloom can decode (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). */
enum Coding {
  GZIP("gzip") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new GzipStream(packed);
    }

    @Override
    boolean begins(byte[] head) {
      return Signature.GZIP.begins(head);
    }
  },

  /** RFC 1950, which HTTP calls "deflate". */
  ZLIB("deflate") {
    @Override
    InputStream open(InputStream packed) {
      return new Inflating(packed, new Inflater());
    }

    @Override
    boolean begins(byte[] head) {
      boolean deflated = head.length > 1 && (head[0] & 0x0f) == 8 && (head[0] & 0xff) >> 4 <= 7;
      return deflated && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) % 31 == 0;
    }
  },

  /** RFC 1951, which some servers send as "deflate". */
  RAW_DEFLATE("deflate") {
    @Override
    InputStream open(InputStream packed) {
      return new Inflating(packed, new Inflater(true));
    }

    @Override
    boolean begins(byte[] head) {
      return unpacks(this, head);
    }
  },

  BROTLI("br") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new BrotliInputStream(packed, BUFFER);
    }

    @Override
    boolean begins(byte[] head) {
      return isAvailable() && unpacks(this, head);
    }

    @Override
    boolean isAvailable() {
      return NativeCodecs.hasBrotli();
    }
  },

  ZSTD("zstd") {
    @Override
    InputStream open(InputStream packed) {
      return new ZstdStream(packed);
    }

    @Override
    boolean begins(byte[] head) {
      return isAvailable() && (Signature.ZSTD.begins(head) || Signature.ZSTD_SKIPPED.begins(head));
    }

    @Override
    boolean isAvailable() {
      return NativeCodecs.hasZstandard();
    }
  };

  private static final int BUFFER = 4096;

  /** The number of bytes that are decoded to detect a coding without a signature. */
  static final int TRIAL = 1 << 16;

  private final String token;

  Coding(String token) {
    this.token = token;
  }

  /** Returns a stream that decodes while it is read. */
  abstract InputStream open(InputStream packed) throws IOException;

  /**
   * Returns whether a body may have this coding.
   *
   * @param head its first bytes, up to {@link #TRIAL}
   */
  abstract boolean begins(byte[] head);

  /** Returns whether this platform can decode it. */
  boolean isAvailable() {
    return true;
  }

  /** Returns the name in {@code Content-Encoding}. */
  String token() {
    return token;
  }

  /** Returns the coding with this name in {@code Content-Encoding}; empty if there is none. */
  static Optional<Coding> named(String written) {
    return switch (written.toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate", "x-deflate", "zlib", "x-zlib" -> Optional.of(ZLIB);
      case "br", "brotli", "x-br", "x-brotli" -> Optional.of(BROTLI);
      case "zstd", "x-zstd" -> Optional.of(ZSTD);
      default -> Optional.empty();
    };
  }

  /** Returns whether a body decodes to the beginning of a document. */
  boolean givesDocument(byte[] head) {
    return Signature.ofDocument(unpack(head).bytes());
  }

  /**
   * Returns whether the beginning of a body can be decoded. If decoding fails in the middle, the
   * part before must be the beginning of a document or of another coding. In that case the body is
   * cut off.
   */
  private static boolean unpacks(Coding coding, byte[] head) {
    var trial = coding.unpack(head);
    return trial.bytes().length > 0
        && (!trial.failed()
            || Signature.ofDocument(trial.bytes())
            || Signature.of(trial.bytes()).isPresent());
  }

  private record Trial(byte[] bytes, boolean failed) {}

  private Trial unpack(byte[] head) {
    byte[] out = new byte[TRIAL];
    int size = 0;
    try (var in = open(new ByteArrayInputStream(head))) {
      int read = in.read(out, 0, out.length);
      while (read > 0) {
        size += read;
        read = size == out.length ? -1 : in.read(out, size, out.length - size);
      }
      return new Trial(Arrays.copyOf(out, size), false);
    } catch (IOException e) {
      return new Trial(Arrays.copyOf(out, size), true);
    }
  }

  /** Frees the inflater's memory when it is closed. */
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream packed, Inflater inflater) {
      super(packed, inflater, BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
