package io.feedloom.cli;

import io.feedloom.feed.NativePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Restores letters of the arguments that Java could not decode. Java decodes the arguments with the
 * charset of the locale. If that is ASCII, it replaces all other letters.
 */
public final class CommandLineText {
  private static final Path RAW = Path.of("/proc/self/cmdline");

  private CommandLineText() {}

  /** Returns the arguments, decoded as UTF-8 if the system gives their bytes. */
  public static String[] of(String[] decoded) {
    if (NativePath.isExpressible("\u00E9") || !Files.isReadable(RAW)) {
      return decoded;
    }
    try {
      return of(decoded, Files.readAllBytes(RAW));
    } catch (IOException e) {
      return decoded;
    }
  }

  /** Returns the last arguments of the process, which are those of the program. */
  static String[] of(String[] decoded, byte[] raw) {
    List<String> all = Arrays.asList(new String(raw, StandardCharsets.UTF_8).split("\0", -1));
    int end = all.size() - 1; // each ends in a NUL
    return end < decoded.length
        ? decoded
        : all.subList(end - decoded.length, end).toArray(String[]::new);
  }
}
