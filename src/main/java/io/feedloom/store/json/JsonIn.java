package io.feedloom.store.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON object that {@link JsonOut} wrote, perhaps in another version of Feedloom. Unknown
 * members are skipped, and any member may be missing.
 */
final class JsonIn {
  /** How deeply objects may be nested. Deeper ones could overflow the stack. */
  static final int DEEPEST = 2_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser in;

  private JsonIn(JsonParser in) {
    this.in = in;
  }

  /** Reads an object from UTF-8. */
  static <T> T read(byte[] bytes, int offset, int length, Function<JsonIn, T> reader) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      in.nextToken();
      return reader.apply(new JsonIn(in));
    }
  }

  /** Reads an object from text. */
  static <T> T read(String text, Function<JsonIn, T> reader) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), text)) {
      in.nextToken();
      return reader.apply(new JsonIn(in));
    }
  }

  /** Reads the current object. Passes each name to the consumer, which then reads the value. */
  void members(Consumer<String> member) {
    for (var name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      member.accept(name);
      in.skipChildren();
    }
  }

  /**
   * Returns the value of the first member.
   *
   * @throws IllegalStateException if the first member has another name
   */
  String leading(String name) {
    if (!name.equals(in.nextName())) {
      throw new IllegalStateException("a stored object does not begin with " + name);
    }
    in.nextToken();
    return in.getString();
  }

  /** Returns the current value, which is a text, number or flag. */
  String text() {
    return in.getString();
  }

  /** Reads the members of the current object that are texts, numbers or flags. */
  Scalars scalars() {
    var scalars = new Scalars();
    members(name -> scalars.put(name, text()));
    return scalars;
  }

  /** Reads the values of the current array. */
  <T> List<T> list(Function<JsonIn, T> reader) {
    var list = new ArrayList<T>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(reader.apply(this));
    }
    return list;
  }

  List<String> texts() {
    return list(JsonIn::text);
  }
}
