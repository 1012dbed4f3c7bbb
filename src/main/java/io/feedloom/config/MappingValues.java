package io.feedloom.config;

import io.feedloom.feed.NearestWord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that the admin wrote in one mapping. {@link #get} returns the value of an option, or
 * its default.
 */
final class MappingValues {
  private final Shape<?> shape;
  private final FaultPlace at;
  private final ReadContext in;
  private final @Nullable YamlNode[] values;

  private MappingValues(Shape<?> shape, FaultPlace at, ReadContext in) {
    this.shape = shape;
    this.at = at;
    this.in = in;
    this.values = new @Nullable YamlNode[shape.options().size()];
  }

  /** Reads the keys of a mapping. Reports a fault for each unknown, repeated or missing key. */
  static MappingValues of(Shape<?> shape, YamlNode.Mapping mapping, ReadContext in) {
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

  private void put(YamlNode.Pair pair) {
    if (!(pair.key() instanceof YamlNode.Scalar key)) {
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

  /**
   * Returns the message for an unknown key. Does not quote a key without a value, because it may be
   * a secret in braces, as in {@code { s3cret }}.
   */
  private String unknown(String key, YamlNode value) {
    boolean alone = value instanceof YamlNode.Scalar scalar && scalar.isNull();
    return alone
            && NearestWord.of(key, shape.options().stream().map(Option::key).toList()).isEmpty()
        ? "expected " + shape.expected() + ", but found an unknown key without a value"
        : Suggestion.unknownKey(key, shape.options());
  }

  private @Nullable YamlNode value(Option<?> option) {
    var slot = shape.index().get(option.key());
    return slot == null ? null : values[slot];
  }

  /** Returns how many options of the mapping are present. */
  int count() {
    int count = 0;
    for (var value : values) {
      count += value == null ? 0 : 1;
    }
    return count;
  }

  /**
   * Returns the option's value, or its default if the key is missing. Each call reports the faults
   * of the value.
   */
  <T> Optional<T> get(Option<T> option) {
    var value = value(option);
    return value == null ? option.fallback() : option.kind().read(value, in);
  }

  /** Returns the option's value; empty if the key is missing, whatever its default. */
  <T> Optional<T> written(Option<T> option) {
    var value = value(option);
    return value == null ? Optional.empty() : option.kind().read(value, in);
  }

  /** Returns the position of the option's value; empty if the key is missing. */
  Optional<FaultPlace> place(Option<?> option) {
    return Optional.ofNullable(value(option)).map(YamlNode::at);
  }

  /** Returns the position where the mapping begins. */
  FaultPlace at() {
    return at;
  }

  /** Reports a fault that rejects the whole file, see {@link ReadContext#stop}. */
  void stop(FaultPlace place, String message) {
    in.stop(place, message);
  }

  /** Reports a fault that involves several values, see {@link ReadContext#fault}. */
  void fault(FaultPlace place, String message) {
    in.fault(place, message);
  }
}
