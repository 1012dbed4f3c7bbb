package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/**
 * A kind of value that is described elsewhere, so that the table of options does not repeat its
 * keys.
 */
record DescribedKind<T>(Kind<T> kind) implements Kind<T> {
  @Override
  public String expected() {
    return kind.expected();
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    return kind.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return kind.schema();
  }
}
