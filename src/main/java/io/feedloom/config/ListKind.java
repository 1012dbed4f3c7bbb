package io.feedloom.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of values of one kind. */
record ListKind<T>(String expected, Kind<T> item) implements Kind<List<T>> {
  @Override
  public Optional<List<T>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      return unexpected(node, in);
    }
    List<T> values = new ArrayList<>(sequence.items().size());
    for (var each : sequence.items()) {
      item.read(each, in).ifPresent(values::add);
    }
    return Optional.of(values);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    return schema;
  }

  @Override
  public Object written(List<T> values) {
    return values.stream().map(item::written).toList();
  }

  @Override
  public List<Option<?>> options() {
    return item.options();
  }

  @Override
  public String step() {
    return "[]";
  }
}
