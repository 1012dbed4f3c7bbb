package io.feedloom.feed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Turns text into paths and back where the locale knows ASCII alone, as under {@code LANG=C} and in
 * bare containers. Java then refuses every other letter in a path that is made of text, but takes
 * the bytes of a {@code file:} address as they are; they are those of UTF-8, as everywhere today.
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
   * @throws InvalidPathException if it names none on any system, as with a NUL character
   */
  public static Path of(String text) {
    if (isExpressible(text)) {
      var path = Path.of(text);
      return path.isAbsolute() || isExpressible(folder()) ? path : raw(folder() + "/" + text);
    }
    return raw(text.startsWith("/") ? text : folder() + "/" + text);
  }

  /** Returns the path that a text names, taken from a folder where it is relative. */
  public static Path resolve(Path folder, String text) {
    return isExpressible(text) || text.startsWith("/")
        ? isExpressible(text) ? folder.resolve(text) : of(text)
        : of(text(folder.toString().isEmpty() ? of(".") : folder) + "/" + text);
  }

  /** Returns the text of a path, whatever the locale can express. */
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

  /** Returns whether Java can make a path of the text itself. */
  public static boolean isExpressible(String text) {
    return UNICODE || text.chars().allMatch(c -> c < 0x80);
  }

  private static Path raw(String absolute) {
    return Path.of(URI.create("file://" + encoded(absolute)));
  }

  /** Returns an absolute path as it stands in a {@code file:} address, in ASCII. */
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

  /** Returns the path that {@link #encoded} stands for. */
  public static Path decoded(String encoded) {
    return Path.of(URI.create("file://" + encoded));
  }

  /** The working folder; Java's own word for it is decoded by the locale. */
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

  /** Returns the bytes that may still be written where the path lies; 0 where that is not known. */
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
