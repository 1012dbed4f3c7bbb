package io.feedloom.feed.text;

/** Compares the first bytes of a body, such as a byte order mark. */
public final class BytePrefix {
  private BytePrefix() {}

  /** Returns whether a body begins with these bytes (each 0–255). */
  public static boolean matches(byte[] body, int... prefix) {
    if (body.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((body[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
