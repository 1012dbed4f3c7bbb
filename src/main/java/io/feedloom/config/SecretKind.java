package io.feedloom.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A secret. If it is written literally, and not as <code>${NAME}</code>, it never leaves the file:
 * the common configuration of several nodes contains a mark in its place.
 *
 * @param standIn returns a valid text that nobody can guess, for a node that lacks the secret
 */
record SecretKind<T>(ScalarKind<T> kind, Supplier<String> standIn) implements Kind<T> {
  @Override
  public String expected() {
    return kind.expected();
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      in.common().secret(scalar);
      if (in.lacks(scalar)) {
        return kind.read(new YamlNode.Scalar(scalar.at(), standIn.get(), false), in);
      }
    }
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
