package io.feedloom.codec;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;

/**
 * Knows which compressions have a native library that this platform can load. Each library is
 * loaded when it is first asked for, not when the program starts.
 */
public final class NativeCodecs {
  private NativeCodecs() {}

  /** Returns whether Brotli can be used (RFC 7932). */
  public static boolean hasBrotli() {
    return Brotli.AVAILABLE;
  }

  /** Returns whether Zstandard can be used (RFC 8878). */
  public static boolean hasZstandard() {
    return Zstandard.AVAILABLE;
  }

  private static final class Brotli {
    static final boolean AVAILABLE = Brotli4jLoader.isAvailable();
  }

  private static final class Zstandard {
    static final boolean AVAILABLE = loads();

    private static boolean loads() {
      try {
        Native.load();
        return true;
      } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
        return false;
      }
    }
  }
}
