package io.feedloom.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses and formats numbers of bytes in the form of {@code feeds.yml}: {@code 10MiB}, {@code
 * 512KiB}, {@code 10MB}.
 */
final class ByteSizes {
  /** Valid in both ECMA 262 and Java. */
  static final String PATTERN = "\\d{1,12}( ?(B|[kK]B|KiB|MB|MiB|GB|GiB))?";

  private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?([a-zA-Z]*)");

  /** The binary units of IEC 80000-13, largest first. */
  private static final List<Unit> BINARY =
      List.of(new Unit("GiB", 1L << 30), new Unit("MiB", 1L << 20), new Unit("KiB", 1L << 10));

  private record Unit(String name, long bytes) {}

  private ByteSizes() {}

  /** Returns the number of bytes. */
  static long parse(String text) throws InvalidValue {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new InvalidValue();
    }
    return Math.multiplyExact(Long.parseLong(parts.group(1)), unit(parts.group(2)));
  }

  private static long unit(String name) throws InvalidValue {
    return switch (name) {
      case "", "B" -> 1;
      case "kB", "KB" -> 1_000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      default -> throw new InvalidValue();
    };
  }

  /** Returns the size in the largest binary unit that gives a whole number. */
  static String format(long bytes) {
    for (var unit : BINARY) {
      if (bytes >= unit.bytes() && bytes % unit.bytes() == 0) {
        return bytes / unit.bytes() + unit.name();
      }
    }
    return bytes + "B";
  }
}
