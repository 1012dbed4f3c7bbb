package io.feedloom.store;

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
 * Reads one JSON object that {@link JsonOut} wrote, perhaps in another version: members that the
 * reader does not ask for are skipped, and those that are missing are never seen.
 */
final class JsonIn {
  /** How deep objects may lie in each other, so that none overflows the stack. */
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

  /** Hands over the name of each member of the object at hand, its value being at hand then. */
  void members(Consumer<String> member) {
    for (var name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      member.accept(name);
      in.skipChildren();
    }
  }

  /** The value of the first member, which must have this name. */
  String leading(String name) {
    if (!name.equals(in.nextName())) {
      throw new IllegalStateException("a stored object does not begin with " + name);
    }
    in.nextToken();
    return in.getString();
  }

  /** The value at hand: a text, number or flag. */
  String text() {
    return in.getString();
  }

  /** The members of the object at hand that are texts, numbers or flags. */
  Scalars scalars() {
    var scalars = new Scalars();
    members(name -> scalars.put(name, text()));
    return scalars;
  }

  /** The values of the array at hand. */
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
