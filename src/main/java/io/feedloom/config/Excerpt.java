package io.feedloom.config;

import java.util.List;
import java.util.regex.Pattern;

/** Shortens the line of a fault and removes everything that may be secret. */
final class Excerpt {
  private static final int MAX_LENGTH = 200;
  private static final String HIDDEN = "•••";

  /**
   * Matches a key whose value may be secret. Neither its value nor the lines below it are shown.
   */
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i)[\\w\"'-]*(?:token|password|passwd|secret|bearer|basic|auth|headers|keys|user)"
              + "[\\w\"'-]*\\s*:");

  private static final Pattern ANY_KEY = Pattern.compile("^(\\s*(?:- )?[^:#]*:)\\s.*");

  /**
   * Matches an alias, anchor or tag of YAML. It may really be a secret that begins with {@code *},
   * {@code &} or {@code !}.
   */
  private static final Pattern YAML_NAME = Pattern.compile("(?<=[\\s\\[{,])([*&!])[^\\s,\\]}]+");

  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");
  private static final Pattern QUERY = Pattern.compile("([?;&]\\w*=)[^&;\\s\"',}]+");

  private Excerpt() {}

  /**
   * Returns the line of the fault; empty if it has none.
   *
   * @param file all lines of the file
   */
  static String of(List<String> file, Fault fault) {
    if (fault.line() == 0 || file.size() < fault.line()) {
      return "";
    }
    var line = file.get(fault.line() - 1);
    if (isBelowSecret(file.subList(0, fault.line()))) {
      return indent(line) + HIDDEN;
    }
    var shown = withoutSecrets(fault.message().startsWith("unknown key") ? keyAlone(line) : line);
    return shown.length() <= MAX_LENGTH ? shown : shown.substring(0, MAX_LENGTH) + "…";
  }

  private static String withoutSecrets(String line) {
    var key = SECRET_KEY.matcher(line);
    var open = key.find() ? line.substring(0, key.end()) + " " + HIDDEN : line;
    var anonymous = USER_INFO.matcher(open).replaceAll("//" + HIDDEN + "@");
    var named = YAML_NAME.matcher(anonymous).replaceAll("$1" + HIDDEN);
    return QUERY.matcher(named).replaceAll("$1" + HIDDEN);
  }

  /** Returns only the key, because the value of a misspelt key may be secret. */
  private static String keyAlone(String line) {
    return ANY_KEY.matcher(line).replaceFirst("$1 " + HIDDEN);
  }

  /** Returns whether this line is part of a value with a secret key. */
  private static boolean isBelowSecret(List<String> lines) {
    int depth = indent(lines.getLast()).length();
    for (int i = lines.size() - 2; i >= 0 && depth > 0; i--) {
      var above = lines.get(i);
      int indent = indent(above).length();
      if (!above.isBlank() && indent < depth) {
        if (SECRET_KEY.matcher(above).find()) {
          return true;
        }
        depth = indent;
      }
    }
    return false;
  }

  private static String indent(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}
