package io.feedloom.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of webhooks: one, or a list. Each must be declared under {@code notify}. */
record WebhookNamesKind() implements Kind<List<String>> {
  @Override
  public String expected() {
    return "the name of a webhook, or a list of names";
  }

  @Override
  public Optional<List<String>> read(YamlNode node, ReadContext in) {
    var names = new ArrayList<String>();
    switch (node) {
      case YamlNode.Sequence list -> list.items().forEach(item -> add(item, names, in));
      case YamlNode.Scalar _, YamlNode.Mapping _ -> add(node, names, in);
    }
    return Optional.of(names);
  }

  private void add(YamlNode item, List<String> names, ReadContext in) {
    if (!(item instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      unexpected(item, in);
    } else if (names.contains(scalar.text())) {
      in.fault(item.at(), "this webhook appears here a second time");
    } else {
      in.references().useWebhook(scalar.text(), item.at());
      names.add(scalar.text());
    }
  }

  @Override
  public Map<String, Object> schema() {
    var one = Map.<String, Object>of("type", "string", "pattern", "^" + NotifyKind.NAME + "$");
    return Map.of("anyOf", List.of(one, Map.of("type", "array", "items", one)));
  }

  @Override
  public Object written(List<String> values) {
    return values;
  }
}
