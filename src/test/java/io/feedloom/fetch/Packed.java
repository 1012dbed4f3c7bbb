package io.feedloom.fetch;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies in the codings that servers apply. */
final class Packed {
  private Packed() {}

  /** An encoder of each coding that bodies come in. */
  static OutputStream encoder(String coding, OutputStream out) throws IOException {
    return switch (coding) {
      case "gzip" -> new GZIPOutputStream(out);
      case "deflate" -> new DeflaterOutputStream(out);
      case "raw deflate" -> new DeflaterOutputStream(out, new Deflater(9, true));
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        // The quality that servers use. The highest needs minutes for a long run of one byte.
        yield new BrotliOutputStream(out, new Encoder.Parameters().setQuality(5));
      }
      case "zstd" -> new ZstdOutputStream(out);
      default -> throw new IllegalArgumentException(coding);
    };
  }

  static byte[] pack(String coding, byte[] body) {
    var packed = new ByteArrayOutputStream();
    try (var out = encoder(coding, packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new AssertionError("memory takes everything", e);
    }
    return packed.toByteArray();
  }
}
