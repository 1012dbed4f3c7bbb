package io.feedloom.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream that can show its next bytes before they are read. */
final class PeekableStream extends BlockStream {
  private static final int FIRST = 1024;

  private final InputStream in;
  private byte[] held = new byte[0];
  private int from;
  private int to;
  private @Nullable IOException failure;

  PeekableStream(InputStream in) {
    this.in = in;
  }

  /**
   * Returns the next bytes without reading them; fewer if the stream ends or fails before. The
   * exception of a failure is thrown after the bytes before it were read.
   */
  byte[] peek(int most) {
    while (to - from < most && failure == null && fill(most)) {}
    return Arrays.copyOfRange(held, from, Math.min(to, from + most));
  }

  private boolean fill(int most) {
    if (to == held.length) {
      int size = to - from;
      byte[] larger = new byte[Math.clamp(size * 2L, FIRST, Math.max(FIRST, most))];
      System.arraycopy(held, from, larger, 0, size);
      held = larger;
      from = 0;
      to = size;
    }
    try {
      int read = in.read(held, to, held.length - to);
      to += Math.max(0, read);
      return read >= 0;
    } catch (IOException e) {
      failure = e;
      return false;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (from < to) {
      int count = Math.min(length, to - from);
      System.arraycopy(held, from, bytes, offset, count);
      from += count;
      return count;
    }
    held = new byte[0];
    from = 0;
    to = 0;
    if (failure != null) {
      throw failure;
    }
    return in.read(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
