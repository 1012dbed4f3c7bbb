package io.feedloom.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a query parameter: a single value, or a list in which each item narrows the
 * selection.
 *
 * @param parameter its name in a query
 * @param repeatable whether the value may be a list
 */
record ParameterKind(String parameter, String expected, boolean repeatable)
    implements Kind<List<String>> {
  @Override
  public Optional<List<String>> read(YamlNode node, ReadContext in) {
    if (node instanceof YamlNode.Sequence list && repeatable) {
      List<String> values = new ArrayList<>();
      list.items().forEach(item -> one(item, in).ifPresent(values::add));
      return Optional.of(values);
    }
    return one(node, in).map(List::of);
  }

  private Optional<String> one(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      in.fault(node.at(), "expected " + expected + ", but found " + node.described());
      return Optional.empty();
    }
    return in.expand(scalar).filter(text -> isValid(text, scalar, in));
  }

  private boolean isValid(String text, YamlNode.Scalar scalar, ReadContext in) {
    var fault = in.language().fault(Map.of(parameter, List.of(text)));
    fault.ifPresent(problem -> in.fault(scalar.at(), problem));
    return fault.isEmpty();
  }

  @Override
  public Map<String, Object> schema() {
    var one = Kinds.texts("\\S");
    return repeatable ? Map.of("anyOf", List.of(one, Map.of("type", "array", "items", one))) : one;
  }

  @Override
  public Object written(List<String> values) {
    return values;
  }
}
