package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/**
 * A value that belongs to one node, such as its port. Nodes that share a database do not pass it
 * on: their common configuration contains another valid text in its place.
 *
 * @param standIn that text
 */
record LocalKind<T>(ScalarKind<T> kind, String standIn) implements Kind<T> {
  @Override
  public String expected() {
    return kind.expected();
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    in.common().replace(node.at(), standIn);
    return kind.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return kind.schema();
  }

  @Override
  public Object written(T value) {
    return kind.written(value);
  }
}
