package io.feedloom.codec;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;

/**
 * Loads the native libraries of compressions, as far as this platform can. It loads each library on
 * first use, not when the program starts.
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
