package io.feedloom.parse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of a {@code robots.txt} for one robot (RFC 9309): those of the groups that name it, or
 * else those of the groups for all robots. The longest rule that matches decides.
 *
 * @param rules the longest first, and {@code Allow} before {@code Disallow} of the same length
 */
public record RobotsTxt(List<PathRule> rules) {
  /** Everything is allowed. */
  public static final RobotsTxt EMPTY = new RobotsTxt(List.of());

  private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z-]+)\\s*:([^#]*)(?:#.*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_-]+");

  /** The size of a rule with an empty pattern, in bytes. */
  private static final int RULE_SIZE = 100;

  private static final String UNRESERVED = "-._~";

  /** The characters of an address that stay as they are, beside letters and digits. */
  private static final String PLAIN = UNRESERVED + "!$&'()*+,;=:@/?[]#%";

  /**
   * One line.
   *
   * @param pattern a prefix of paths with wildcards, percent-encoded
   */
  public record PathRule(boolean allows, String pattern) {
    private boolean matches(String path) {
      boolean whole = pattern.endsWith("$");
      var parts =
          (whole ? pattern.substring(0, pattern.length() - 1) : pattern)
              .replace("$", "%24")
              .split("\\*+", -1);
      int at = parts[0].length();
      if (!path.startsWith(parts[0])) {
        return false;
      }
      for (int i = 1; i < parts.length; i++) {
        boolean last = i == parts.length - 1;
        int found = last && whole ? path.length() - parts[i].length() : path.indexOf(parts[i], at);
        if (found < at || !path.startsWith(parts[i], found)) {
          return false;
        }
        at = found + parts[i].length();
      }
      return !whole || at == path.length();
    }
  }

  public RobotsTxt {
    rules = List.copyOf(rules);
  }

  /**
   * Reads a file. Lines that are not understood have no effect.
   *
   * @param robot the product token of the robot, in any case
   */
  public static RobotsTxt parse(byte[] file, String robot) {
    var text = new String(file, StandardCharsets.UTF_8);
    var own = new ArrayList<PathRule>();
    var general = new ArrayList<PathRule>();
    var into = new ArrayList<List<PathRule>>();
    boolean named = false;
    boolean open = false;
    for (var line : text.replaceFirst("^\uFEFF", "").split("[\r\n]+", -1)) {
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        continue;
      }
      var value = parts.group(2).strip();
      switch (parts.group(1).toLowerCase(Locale.ROOT)) {
        case "user-agent" -> {
          if (!open) {
            into.clear();
          }
          open = true;
          if (isToken(value, robot)) {
            named = true;
            into.add(own);
          } else if (value.equals("*") || value.matches("\\*\\s.*")) {
            into.add(general);
          }
        }
        case "allow", "disallow" -> {
          open = false;
          boolean allows = parts.group(1).equalsIgnoreCase("allow");
          if (!value.isEmpty()) {
            into.forEach(rules -> rules.add(new PathRule(allows, encoded(value))));
          }
        }
        default -> {} // Other lines do not end a group.
      }
    }
    return new RobotsTxt(sorted(named ? own : general));
  }

  private static boolean isToken(String value, String robot) {
    var token = TOKEN.matcher(value);
    return token.lookingAt() && token.group().equalsIgnoreCase(robot);
  }

  private static List<PathRule> sorted(List<PathRule> rules) {
    return rules.stream()
        .distinct()
        .sorted(
            Comparator.<PathRule>comparingInt(rule -> -rule.pattern().length())
                .thenComparing(PathRule::allows, Comparator.reverseOrder()))
        .toList();
  }

  /** Returns whether a page may be requested. The file itself always may. */
  public boolean allows(URI page) {
    var path = Optional.ofNullable(page.getRawPath()).filter(it -> !it.isEmpty()).orElse("/");
    var query = Optional.ofNullable(page.getRawQuery()).map(it -> "?" + it).orElse("");
    var whole = encoded(path + query).replace("*", "%2A").replace("$", "%24");
    return path.equals("/robots.txt")
        || rules.stream()
            .filter(rule -> rule.matches(whole))
            .findFirst()
            .map(PathRule::allows)
            .orElse(true);
  }

  /** Returns about how much memory it takes, in bytes. */
  public int size() {
    return rules.stream().mapToInt(rule -> RULE_SIZE + rule.pattern().length()).sum();
  }

  /**
   * Returns the text in the form in which patterns and paths are compared (section 2.2.2): all
   * characters outside ASCII are encoded, and no unreserved ones.
   */
  private static String encoded(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var encoded = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean escape = c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1], bytes[i + 2]);
      if (escape) {
        int value = HexFormat.fromHexDigits(text(bytes, i + 1));
        encoded.append(
            isUnreserved((char) value) ? String.valueOf((char) value) : "%%%02X".formatted(value));
        i += 2;
      } else if (isUnreserved(c) || PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 2, StandardCharsets.ISO_8859_1);
  }

  private static boolean isHex(byte one, byte other) {
    return HexFormat.isHexDigit(one) && HexFormat.isHexDigit(other);
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
