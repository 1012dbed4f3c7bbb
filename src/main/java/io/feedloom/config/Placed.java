package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/** A value, and where it stands. */
record Placed<T>(Place at, T value) {
  /** Reads a value of that kind and remembers where it stands. */
  static <T> Kind<Placed<T>> of(Kind<T> kind) {
    return new Kind<>() {
      @Override
      public String expected() {
        return kind.expected();
      }

      @Override
      public Optional<Placed<T>> read(Node node, Reading in) {
        return kind.read(node, in).map(value -> new Placed<>(node.at(), value));
      }

      @Override
      public Map<String, Object> schema() {
        return kind.schema();
      }
    };
  }
}
