package io.feedloom.config;

import java.util.List;

/**
 * A value of a YAML document, with its position. Aliases are resolved, so one node may occur
 * several times.
 */
sealed interface YamlNode {
  FaultPlace at();

  /** Returns a description for faults, such as "a list". */
  String described();

  /**
   * A text, number, truth value or nothing.
   *
   * @param text as written, without quotes
   * @param plain whether it is written without quotes
   */
  record Scalar(FaultPlace at, String text, boolean plain) implements YamlNode {
    /** Returns whether the value is null (YAML 1.2.2 section 10.3.2). */
    boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    public String described() {
      return isNull() ? "nothing" : "a single value";
    }
  }

  /** A list. */
  record Sequence(FaultPlace at, List<YamlNode> items) implements YamlNode {
    @Override
    public String described() {
      return "a list";
    }
  }

  /** Keys and their values, in the order of the file. A key may occur twice. */
  record Mapping(FaultPlace at, List<Pair> pairs) implements YamlNode {
    @Override
    public String described() {
      return "a mapping of keys to values";
    }
  }

  /** A key and its value. */
  record Pair(YamlNode key, YamlNode value) {}
}
