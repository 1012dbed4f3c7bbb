package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A body in memory.
 *
 * @param failure why it ends before its end, where it does
 */
record Body(byte[] bytes, Optional<IOException> failure) {
  /** What is taken for a body of unknown length, and at most on the mere word of a header. */
  private static final int FIRST = 8192;

  private static final int MOST_AT_FIRST = 1 << 16;

  /**
   * Reads a stream to its end. If it breaks off, what came before is the body: a document may be
   * whole although its length was announced wrongly.
   *
   * @param announced how many there will be, as the server says; negative where it does not
   * @param most how many are allowed
   * @param room where memory for a large one is taken from
   * @throws Refusal if there are more, or no memory for it; at most one byte more was asked for
   * @throws IOException if the stream breaks before its first byte
   */
  static Body read(InputStream in, long announced, long most, BodyBudget.Share room)
      throws IOException {
    byte[] bytes = new byte[announced < 0 ? FIRST : (int) Math.min(announced, MOST_AT_FIRST)];
    int size = 0;
    try {
      while (true) {
        int read = in.read(bytes, size, bytes.length - size);
        if (read < 0) {
          return of(bytes, size);
        }
        size += read;
        if (size > most) {
          throw tooLarge(most);
        }
        if (size == bytes.length) {
          int next = in.read();
          if (next < 0) {
            return of(bytes, size);
          }
          room.grow(size, most);
          bytes = Arrays.copyOf(bytes, (int) Math.clamp(size * 2L, FIRST, most + 1));
          bytes[size++] = (byte) next;
        }
      }
    } catch (IOException e) {
      if (e instanceof Refusal || size == 0) {
        throw e;
      }
      return new Body(of(bytes, size).bytes(), Optional.of(e));
    }
  }

  private static Body of(byte[] bytes, int size) {
    return new Body(size == bytes.length ? bytes : Arrays.copyOf(bytes, size), Optional.empty());
  }

  static Refusal tooLarge(long most) {
    return new Refusal(
        Reason.TOO_LARGE,
        "the answer is larger than the %d bytes that polling.max-size allows; raise it if this feed is worth that"
            .formatted(most));
  }
}
