package io.feedloom.feed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Converts between text and paths, also if the locale has only ASCII, as with {@code LANG=C} and in
 * bare containers. Java then refuses all other letters in the text of a path, but takes the bytes
 * of a {@code file:} address unchanged. This class writes these bytes in UTF-8.
 */
public final class NativePath {
  private static final boolean UNICODE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
          .newEncoder()
          .canEncode("\u00E9\u20AC\u6F22");

  private NativePath() {}

  /**
   * Returns the path that a text names.
   *
   * @throws InvalidPathException if the text cannot be a path on any system, such as a text with a
   *     NUL character
   */
  public static Path of(String text) {
    if (isExpressible(text)) {
      var path = Path.of(text);
      return path.isAbsolute() || isExpressible(folder()) ? path : raw(folder() + "/" + text);
    }
    return raw(text.startsWith("/") ? text : folder() + "/" + text);
  }

  /** Returns the path that a text names. A relative one is resolved against the folder. */
  public static Path resolve(Path folder, String text) {
    return isExpressible(text) || text.startsWith("/")
        ? isExpressible(text) ? folder.resolve(text) : of(text)
        : of(text(folder.toString().isEmpty() ? of(".") : folder) + "/" + text);
  }

  /** Returns the text of a path, even if the locale has not all of its letters. */
  public static String text(Path path) {
    var text = path.toString();
    if (UNICODE || text.indexOf('\uFFFD') < 0) {
      return text;
    }
    var whole = path.toUri().getPath();
    return whole.length() > 1 && whole.endsWith("/")
        ? whole.substring(0, whole.length() - 1)
        : whole;
  }

  /** Returns whether Java can convert the text to a path without help. */
  public static boolean isExpressible(String text) {
    return UNICODE || text.chars().allMatch(c -> c < 0x80);
  }

  private static Path raw(String absolute) {
    return Path.of(URI.create("file://" + encoded(absolute)));
  }

  /** Percent-encodes an absolute path for a {@code file:} address, in ASCII. */
  public static String encoded(String absolute) {
    var encoded = new StringBuilder();
    for (byte b : absolute.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "/-._~".indexOf(b) >= 0);
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xFF));
      }
    }
    return encoded.toString();
  }

  /** Returns the path that {@link #encoded} encoded. */
  public static Path decoded(String encoded) {
    return Path.of(URI.create("file://" + encoded));
  }

  /**
   * Returns the working folder. Java decodes its own property with the locale, which may lose
   * letters.
   */
  private static String folder() {
    var known = System.getProperty("user.dir", "");
    if (UNICODE || known.chars().allMatch(c -> c < 0x80)) {
      return known;
    }
    try {
      return text(Path.of("/proc/self/cwd").toRealPath());
    } catch (IOException e) {
      return known;
    }
  }

  /** Returns how many bytes may still be written to the disk of the path; 0 if unknown. */
  public static long usableSpace(Path path) {
    if (UNICODE || path.toString().indexOf('\uFFFD') < 0) {
      return path.toFile().getUsableSpace();
    }
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }
}
