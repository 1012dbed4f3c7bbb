package io.feedloom.fetch;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads a body encoded as zstd (RFC 8878). The library's own stream holds 128 KB of heap for each
 * body, this one 4 KB.
 */
final class ZstdStream extends BlockStream {
  private static final int BUFFER = 4096;

  /** RFC 9659: a window of more than 8 MB (2^23) must not be used for HTTP. */
  private static final int WINDOW_LOG = 23;

  private final InputStream encoded;
  private final ZstdDecompressCtx decoder = new ZstdDecompressCtx();
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);
  private boolean frameEnded = true;

  ZstdStream(InputStream encoded) {
    this.encoded = encoded;
    decoder.setLongMax(WINDOW_LOG);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    var out = ByteBuffer.wrap(bytes, offset, length);
    while (out.position() == offset && length > 0) {
      if (!in.hasRemaining() && !fill()) {
        if (!frameEnded) {
          throw new EOFException("the zstd frame is cut off");
        }
        return -1;
      }
      decode(out);
    }
    return out.position() - offset;
  }

  private boolean fill() throws IOException {
    int read = encoded.read(in.array(), 0, BUFFER);
    in.position(0).limit(Math.max(read, 0));
    return read > 0;
  }

  private void decode(ByteBuffer out) throws IOException {
    try {
      frameEnded = decoder.decompressByteBufferStream(out, in);
    } catch (ZstdException e) {
      throw new IOException("not a zstd frame: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    encoded.close();
  }
}
