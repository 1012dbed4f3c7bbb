package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of value that decides who can see a feed. Because of a fault in it, the whole file is
 * rejected.
 */
record StrictKind<T>(Kind<T> kind) implements Kind<T> {
  @Override
  public String expected() {
    return kind.expected();
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
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
