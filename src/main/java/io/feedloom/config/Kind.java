package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of value. It reads such values, and describes them for faults, the JSON Schema and the
 * table of options.
 *
 * @param <T> the type of the values
 */
interface Kind<T> {
  /**
   * Returns a text that completes "expected …", for example "a whole number from 1 to 9". The table
   * of options contains it too.
   */
  String expected();

  /** Reads a value. If it is invalid, reports a fault and returns empty. */
  Optional<T> read(YamlNode node, ReadContext in);

  /** Returns the JSON Schema (2020-12) of this kind. */
  Map<String, Object> schema();

  /** Returns a value in its YAML form, as a JSON value. */
  default Object written(T value) {
    return value.toString();
  }

  /** Returns the options inside a value of this kind. */
  default List<Option<?>> options() {
    return List.of();
  }

  /**
   * Returns what to add to the key in the path to these options: {@code []} for the items of a
   * list.
   */
  default String step() {
    return "";
  }

  /** Reports a fault for a node of the wrong type. */
  default Optional<T> unexpected(YamlNode node, ReadContext in) {
    in.fault(node.at(), "expected " + expected() + ", but found " + node.described());
    return Optional.empty();
  }
}
