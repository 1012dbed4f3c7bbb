package io.feedloom.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with known keys. Any other key is a fault.
 *
 * @param expected completes "expected …"
 * @param atLeast the least number of keys
 * @param atMost the greatest number of keys
 * @param options in the order of the documentation
 * @param index the index of each key in the options
 * @param build makes the value; reads every option, so that all faults are found
 */
record Shape<T>(
    String expected,
    int atLeast,
    int atMost,
    List<Option<?>> options,
    Map<String, Integer> index,
    Build<T> build)
    implements Kind<T> {

  /** Makes a value from a mapping. */
  @FunctionalInterface
  interface Build<T> {
    Optional<T> from(MappingValues fields);
  }

  static <T> Shape<T> of(String expected, List<Option<?>> options, Build<T> build) {
    return counted(expected, 0, options.size(), options, build);
  }

  static <T> Shape<T> counted(
      String expected, int atLeast, int atMost, List<Option<?>> options, Build<T> build) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < options.size(); i++) {
      index.put(options.get(i).key(), i);
    }
    return new Shape<>(
        expected, atLeast, atMost, List.copyOf(options), Collections.unmodifiableMap(index), build);
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    var fields = MappingValues.of(this, mapping, in);
    int count = fields.count();
    if (count < atLeast || count > atMost) {
      in.fault(node.at(), "expected " + expected + ", but found " + count + " of them");
    }
    return build.from(fields);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (var option : options) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", option.doc());
      property.putAll(option.kind().schema());
      option.writtenFallback().ifPresent(value -> property.put("default", value));
      properties.put(option.key(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    var required = options.stream().filter(Option::required).map(Option::key).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (atLeast > 0) {
      schema.put("minProperties", atLeast);
    }
    if (atMost < options.size()) {
      schema.put("maxProperties", atMost);
    }
    return schema;
  }
}
