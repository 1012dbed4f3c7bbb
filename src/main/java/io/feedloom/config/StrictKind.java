package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind whose faults always stop the file, because it decides who sees what. */
record StrictKind<T>(Kind<T> kind) implements Kind<T> {
  @Override
  public String expected() {
    return kind.expected();
  }

  @Override
  public Optional<T> read(Node node, ReadContext in) {
    return in.strictly(() -> kind.read(node, in));
  }

  @Override
  public Map<String, Object> schema() {
    return kind.schema();
  }

  @Override
  public Object written(T value) {
    return kind.written(value);
  }

  @Override
  public List<Option<?>> options() {
    return kind.options();
  }

  @Override
  public String step() {
    return kind.step();
  }
}
