package io.feedloom.serve;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.Rendered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A rendered page in memory, plain and compressed, with what decides whether an arrival changes it.
 *
 * @param oldest the place of its last entry where more lies behind it: what arrives further back is
 *     not on it
 */
record Page(Channel channel, Rendered plain, byte[] gzip, Optional<Cursor> oldest) {

  static Page of(Channel channel, Rendered rendered, Optional<Cursor> oldest) {
    return new Page(channel, rendered, gzip(rendered.body()), oldest);
  }

  /** The bytes that it takes in memory. */
  int weight() {
    return plain.body().length + gzip.length + 1_000;
  }

  private static byte[] gzip(byte[] body) {
    var out = new ByteArrayOutputStream(body.length / 3 + 64);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
