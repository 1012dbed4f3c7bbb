package io.feedloom.config;

import io.feedloom.feed.NearestWord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in one mapping, by option. */
final class MappingValues {
  private final Shape<?> shape;
  private final FaultPlace at;
  private final ReadContext in;
  private final @Nullable Node[] values;

  private MappingValues(Shape<?> shape, FaultPlace at, ReadContext in) {
    this.shape = shape;
    this.at = at;
    this.in = in;
    this.values = new @Nullable Node[shape.options().size()];
  }

  /** Sorts the keys of a mapping; faults those that are unknown or twice there, or missing. */
  static MappingValues of(Shape<?> shape, Node.Mapping mapping, ReadContext in) {
    var fields = new MappingValues(shape, mapping.at(), in);
    for (var pair : mapping.pairs()) {
      fields.put(pair);
    }
    for (var option : shape.options()) {
      if (option.required() && fields.value(option) == null) {
        in.fault(mapping.at(), "the key \"" + option.key() + "\" is missing");
      }
    }
    return fields;
  }

  private void put(Node.Pair pair) {
    if (!(pair.key() instanceof Node.Scalar key)) {
      in.stop(pair.key().at(), "expected a key, but found " + pair.key().described());
      return;
    }
    var slot = shape.index().get(key.text());
    if (slot == null) {
      in.stop(key.at(), unknown(key.text(), pair.value()));
      return;
    }
    var earlier = values[slot];
    if (earlier == null) {
      values[slot] = pair.value();
    } else {
      in.stop(key.at(), "\"" + key.text() + "\" appears here a second time; see " + earlier.at());
    }
  }

  /** A text between braces is a key without a value: {@code { s3cret }}. It is not quoted. */
  private String unknown(String key, Node value) {
    boolean alone = value instanceof Node.Scalar scalar && scalar.isNull();
    return alone
            && NearestWord.of(key, shape.options().stream().map(Option::key).toList()).isEmpty()
        ? "expected " + shape.expected() + ", but found a key that is not known and has no value"
        : Suggestion.unknownKey(key, shape.options());
  }

  private @Nullable Node value(Option<?> option) {
    var slot = shape.index().get(option.key());
    return slot == null ? null : values[slot];
  }

  /** How many of the options are there. */
  int count() {
    int count = 0;
    for (var value : values) {
      count += value == null ? 0 : 1;
    }
    return count;
  }

  /**
   * The option's value: as written, else its default. Faults are told each time it is asked for.
   */
  <T> Optional<T> get(Option<T> option) {
    var value = value(option);
    return value == null ? option.fallback() : option.kind().read(value, in);
  }

  /** Where the option's value stands, where it does. */
  Optional<FaultPlace> place(Option<?> option) {
    return Optional.ofNullable(value(option)).map(Node::at);
  }

  /** Where the mapping begins. */
  FaultPlace at() {
    return at;
  }

  /** Reports a fault of more than one value that stops the file, see {@link ReadContext#stop}. */
  void stop(FaultPlace place, String message) {
    in.stop(place, message);
  }

  /** Reports a fault of more than one value. */
  void fault(FaultPlace place, String message) {
    in.fault(place, message);
  }
}
