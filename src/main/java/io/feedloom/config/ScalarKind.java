package io.feedloom.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of value that is a single text.
 *
 * @param parser reads the text after variables were replaced
 * @param write how a value is written
 * @param shown whether a fault may show the text as it stands in the file
 */
record ScalarKind<T>(
    String expected,
    Map<String, Object> schema,
    Parser<T> parser,
    Function<T, Object> write,
    boolean shown)
    implements Kind<T> {

  /** Reads a text. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws Unfit;
  }

  static <T> ScalarKind<T> of(String expected, Map<String, Object> schema, Parser<T> parser) {
    return new ScalarKind<>(expected, schema, parser, Object::toString, true);
  }

  ScalarKind<T> writtenBy(Function<T, Object> writer) {
    return new ScalarKind<>(expected, schema, parser, writer, shown);
  }

  /** The same, but no fault ever shows the text. */
  ScalarKind<T> hidden() {
    return new ScalarKind<>(expected, schema, parser, write, false);
  }

  @Override
  public Optional<T> read(Node node, Reading in) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, in);
    }
    return in.expand(scalar).flatMap(text -> parse(text, scalar, in));
  }

  private Optional<T> parse(String text, Node.Scalar scalar, Reading in) {
    try {
      return Optional.of(parser.parse(text));
    } catch (Unfit e) {
      var found = shown ? "found \"" + Shown.of(scalar.text()) + "\"" : "found something else";
      var why = e.reason().map(reason -> "it " + reason).orElse(found);
      in.fault(scalar.at(), "expected " + expected + ", but " + why);
      return Optional.empty();
    }
  }

  @Override
  public Object written(T value) {
    return write.apply(value);
  }
}
