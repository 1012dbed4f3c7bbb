package io.feedloom.codec;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native libraries of compression formats, if they support this platform. It loads each
 * library on first use, not when the program starts.
 */
public final class NativeCodecs {
  private NativeCodecs() {}

  /** Returns whether Brotli can be used (RFC 7932). */
  public static boolean hasBrotli() {
    return Brotli.AVAILABLE;
  }

  /** Returns whether Zstandard can be used (RFC 8878). */
  public static boolean hasZstandard() {
    return zstandardFailure().isEmpty();
  }

  /** Returns why Zstandard cannot be used; empty if it can. */
  public static Optional<String> zstandardFailure() {
    return Optional.ofNullable(Zstandard.FAILURE);
  }

  private static final class Brotli {
    static final boolean AVAILABLE = Brotli4jLoader.isAvailable();
  }

  private static final class Zstandard {
    static final @Nullable String FAILURE = failure();

    private static @Nullable String failure() {
      try {
        Native.load();
        return null;
      } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
