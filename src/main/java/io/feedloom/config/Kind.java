package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of value: how it is read, and how faults, the JSON Schema and the table of options
 * describe it.
 *
 * @param <T> the type of the values
 */
interface Kind<T> {
  /**
   * Returns a text that completes "expected …", also for the table of options: "a whole number from
   * 1 to 9".
   */
  String expected();

  /** Reads a value. If it is wrong, reports a fault and returns nothing. */
  Optional<T> read(Node node, ReadContext in);

  /** Returns the JSON Schema (2020-12) of this kind. */
  Map<String, Object> schema();

  /** Returns how YAML writes a value, as a JSON value. */
  default Object written(T value) {
    return value.toString();
  }

  /** Returns the options inside a value of this kind. */
  default List<Option<?>> options() {
    return List.of();
  }

  /** Returns the part of the path to these options: {@code []} if each item of a list has them. */
  default String step() {
    return "";
  }

  /** Reports a fault for a node of the wrong type. */
  default Optional<T> unexpected(Node node, ReadContext in) {
    in.fault(node.at(), "expected " + expected() + ", but found " + node.described());
    return Optional.empty();
  }
}
