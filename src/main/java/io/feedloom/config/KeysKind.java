package io.feedloom.config;

import io.feedloom.feed.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The mapping {@code keys}: the names of the owners, each with a different key. */
record KeysKind() implements Kind<Map<String, Secret>> {
  /**
   * Matches a key that needs no encoding in a query, a header or a password. Shorter keys could be
   * guessed.
   */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]{8,200}");

  private static final SecretKind<Secret> KIND =
      new SecretKind<>(
          ScalarKind.of(
              "a key of 8 to 200 letters, digits and . _ ~ -",
              Kinds.texts("^\\s*" + KEY.pattern() + "\\s*$|\\$\\{"),
              KeysKind::key),
          Kinds::unguessable);

  private static Secret key(String text) throws InvalidValue {
    if (!KEY.matcher(text.strip()).matches()) {
      throw new InvalidValue();
    }
    return new Secret(text.strip());
  }

  @Override
  public String expected() {
    return "a mapping of names to keys";
  }

  @Override
  public Optional<Map<String, Secret>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    Map<String, Secret> keys = new TreeMap<>();
    for (var pair : mapping.pairs()) {
      var key = KIND.read(pair.value(), in);
      var name = name(pair.key(), in);
      if (name.isPresent() && keys.containsKey(name.get())) {
        in.fault(pair.key().at(), "the key of \"" + name.get() + "\" appears here a second time");
      } else if (key.isPresent() && keys.containsValue(key.get())) {
        in.fault(pair.value().at(), "this key is used twice; give each owner a different one");
      } else if (name.isPresent() && key.isPresent()) {
        keys.put(name.get(), key.get());
      }
    }
    return Optional.of(Collections.unmodifiableMap(keys));
  }

  private static Optional<String> name(YamlNode key, ReadContext in) {
    if (key instanceof YamlNode.Scalar name && !name.text().isBlank()) {
      return Optional.of(name.text());
    }
    in.fault(key.at(), "expected the name of the key's owner");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Map.of("pattern", "\\S"));
    schema.put("additionalProperties", KIND.schema());
    return schema;
  }
}
