package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A body in memory.
 *
 * @param failure why it is incomplete; empty if it is complete
 */
record Body(byte[] bytes, Optional<IOException> failure) {
  /**
   * The first buffer for a body of unknown length, and the largest first buffer for an announced
   * one.
   */
  private static final int FIRST = 8192;

  private static final int MAX_FIRST_BUFFER = 1 << 16;

  /**
   * Reads a stream to its end. If it breaks off, the bytes before are the body, because a document
   * may be complete although its announced length is wrong.
   *
   * @param announced the length according to the server; negative if unknown
   * @param most the greatest allowed length
   * @param budgetShare the source of memory for a large body
   * @throws Refusal if the body is longer or there is no memory for it; at most one more byte was
   *     read
   * @throws IOException if the stream breaks before its first byte
   */
  static Body read(InputStream in, long announced, long most, BodyBudget.Share budgetShare)
      throws IOException {
    byte[] bytes = new byte[announced < 0 ? FIRST : (int) Math.min(announced, MAX_FIRST_BUFFER)];
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
          budgetShare.grow(size, most);
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
        "the answer is larger than the %d bytes that polling.max-size allows; raise that option to read this feed"
            .formatted(most));
  }
}
