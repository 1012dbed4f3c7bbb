package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A single word such as {@code true}, or a mapping of options.
 *
 * @param write converts a value to its form in YAML
 */
record SwitchKind<T>(Kind<T> word, Shape<T> mapping, Function<T, Object> write) implements Kind<T> {
  @Override
  public String expected() {
    return mapping.expected();
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    return node instanceof YamlNode.Scalar scalar && !scalar.isNull()
        ? word.read(node, in)
        : mapping.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(word.schema(), mapping.schema()));
  }

  @Override
  public Object written(T value) {
    return write.apply(value);
  }

  @Override
  public List<Option<?>> options() {
    return mapping.options();
  }
}
