package io.feedloom.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of other items of the file: one, or a list.
 *
 * @param expected completes "expected …"
 * @param name one name
 */
record NamesKind(String expected, ScalarKind<String> name) implements Kind<List<String>> {
  @Override
  public Optional<List<String>> read(YamlNode node, ReadContext in) {
    if (node instanceof YamlNode.Sequence list) {
      Set<String> names = new LinkedHashSet<>();
      list.items().forEach(item -> name.read(item, in).ifPresent(names::add));
      return Optional.of(List.copyOf(names));
    }
    return node instanceof YamlNode.Mapping
        ? unexpected(node, in)
        : name.read(node, in).map(List::of);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(name.schema(), Map.of("type", "array", "items", name.schema())));
  }

  @Override
  public Object written(List<String> names) {
    return names;
  }
}
