package io.feedloom.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes to another stream, and leaves it open when it is closed itself. */
final class Unclosed extends FilterOutputStream {
  Unclosed(OutputStream to) {
    super(to);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
