package io.feedloom.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of value that is a single text. Faults never quote the text, because it may be a misplaced
 * secret.
 *
 * @param parser reads the text after variables were replaced
 * @param write converts a value to its form in YAML
 */
record ScalarKind<T>(
    String expected, Map<String, Object> schema, Parser<T> parser, Function<T, Object> write)
    implements Kind<T> {

  /** Reads a text. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws InvalidValue;
  }

  static <T> ScalarKind<T> of(String expected, Map<String, Object> schema, Parser<T> parser) {
    return new ScalarKind<>(expected, schema, parser, Object::toString);
  }

  ScalarKind<T> writtenBy(Function<T, Object> writer) {
    return new ScalarKind<>(expected, schema, parser, writer);
  }

  @Override
  public Optional<T> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, in);
    }
    return in.expand(scalar).flatMap(text -> parse(text, scalar, in));
  }

  private Optional<T> parse(String text, YamlNode.Scalar scalar, ReadContext in) {
    try {
      return Optional.of(parser.parse(text));
    } catch (InvalidValue e) {
      var why = e.reason().map(reason -> "it " + reason).orElse("found something else");
      in.fault(scalar.at(), "expected " + expected + ", but " + why);
      return Optional.empty();
    }
  }

  @Override
  public Object written(T value) {
    return write.apply(value);
  }
}
