package io.feedloom.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952) with one or more members, and ignores other bytes after them. The JDK's own
 * stream calls itself for each member, so a body with many empty members overflows the stack. It
 * also ends before a member that arrives in a separate packet.
 */
final class GzipStream extends BlockStream {
  private static final int BUFFER = 4096;
  private static final int MAGIC = 0x1f8b;
  private static final int DEFLATE = 8;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int TRAILER = 8;

  private final InputStream packed;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private boolean over;

  /**
   * @throws IOException if the stream does not begin with a member
   */
  GzipStream(InputStream packed) throws IOException {
    this.packed = packed;
    if (!beginMember()) {
      throw new IOException("not in gzip format");
    }
  }

  private boolean beginMember() throws IOException {
    if ((next() << 8 | next()) != MAGIC || next() != DEFLATE) {
      return false;
    }
    int flags = next();
    skip(6);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int text = flags & (HAS_NAME | HAS_COMMENT); text != 0; text &= text - 1) {
      while (next() != 0) {}
    }
    if ((flags & HAS_CRC) != 0) {
      skip(2);
    }
    crc.reset();
    inflater.reset();
    return true;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (!over && length > 0) {
        int read = inflater.inflate(bytes, offset, length);
        if (read > 0) {
          crc.update(bytes, offset, read);
          return read;
        }
        if (inflater.finished()) {
          endMember();
        } else if (inflater.needsDictionary()) {
          throw new IOException("it needs a dictionary");
        } else {
          feed();
        }
      }
    } catch (DataFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
    return length == 0 ? 0 : -1;
  }

  /** Passes the buffer to the inflater, which later reports how much it did not use. */
  private void feed() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException("it is cut off");
    }
    inflater.setInput(buffer, from, to - from);
    from = to;
  }

  private void endMember() throws IOException {
    from = to - inflater.getRemaining();
    long expected = next() | next() << 8 | next() << 16 | (long) next() << 24;
    skip(TRAILER - 4);
    if (expected != crc.getValue()) {
      throw new IOException("its checksum is wrong");
    }
    over = !anotherMember();
  }

  /**
   * Returns whether another member follows. Errors after a complete member are ignored, except
   * those of our own limits.
   */
  private boolean anotherMember() throws Refusal {
    try {
      return beginMember();
    } catch (Refusal e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private int next() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException("it is cut off");
    }
    return buffer[from++] & 0xff;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private boolean fill() throws IOException {
    int read = packed.read(buffer, 0, BUFFER);
    from = 0;
    to = Math.max(0, read);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    packed.close();
  }
}
