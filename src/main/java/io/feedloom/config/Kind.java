package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of value: how it is read, and how faults, JSON Schema and the table of options tell it.
 *
 * @param <T> what it is read into
 */
interface Kind<T> {
  /** Completes "expected …" and stands in the table of options: "a whole number from 1 to 9". */
  String expected();

  /** The value, or a fault and nothing. */
  Optional<T> read(Node node, ReadContext in);

  /** The JSON Schema (2020-12) of it. */
  Map<String, Object> schema();

  /** How a value is written in YAML, as a JSON value. */
  default Object written(T value) {
    return value.toString();
  }

  /** The options inside a value of this kind. */
  default List<Option<?>> options() {
    return List.of();
  }

  /** How many such options there can be: {@code []} for one set of them in each item of a list. */
  default String step() {
    return "";
  }

  /** Faults a node of the wrong type. */
  default Optional<T> unexpected(Node node, ReadContext in) {
    in.fault(node.at(), "expected " + expected() + ", but found " + node.described());
    return Optional.empty();
  }
}
