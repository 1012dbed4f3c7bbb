package io.feedloom.store.json;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The members of a JSON object that {@link JsonOut} wrote, perhaps in another version of Feedloom.
 * Any member may be missing, and unknown ones are ignored. Each value is a text, a number or flag
 * as its text, an object or a list.
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

  private final Map<String, Object> members = new LinkedHashMap<>();

  private JsonIn() {}

  /** Reads an object from UTF-8. */
  static JsonIn read(byte[] bytes, int offset, int length) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      return read(in, name -> true);
    }
  }

  /** Reads an object from text. */
  static JsonIn read(String text) {
    return read(text, name -> true);
  }

  /** Reads those members of an object whose name passes the test. */
  static JsonIn read(String text, Predicate<String> test) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), text)) {
      return read(in, test);
    }
  }

  private static JsonIn read(JsonParser in, Predicate<String> test) {
    in.nextToken();
    return object(in, test);
  }

  private static JsonIn object(JsonParser in, Predicate<String> test) {
    var object = new JsonIn();
    for (var name = in.nextName(); name != null; name = in.nextName()) {
      var token = in.nextToken();
      if (test.test(name)) {
        object.members.put(name, value(in, token));
      } else {
        in.skipChildren();
      }
    }
    return object;
  }

  private static Object value(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(in, name -> true);
      case START_ARRAY -> {
        var list = new ArrayList<>();
        for (var next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
          list.add(value(in, next));
        }
        yield list;
      }
      default -> in.getString();
    };
  }

  Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Returns a text, or null if it is missing. */
  @Nullable String orNull(String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  OptionalLong number(String name) {
    var value = orNull(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  OptionalInt smallNumber(String name) {
    var value = orNull(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  boolean flag(String name) {
    return "true".equals(members.get(name));
  }

  Optional<Instant> time(String name) {
    return text(name).map(Instant::parse);
  }

  Optional<Duration> duration(String name) {
    return text(name).map(Duration::parse);
  }

  Optional<JsonIn> object(String name) {
    return members.get(name) instanceof JsonIn object ? Optional.of(object) : Optional.empty();
  }

  List<String> texts(String name) {
    return list(name, String.class, Function.identity());
  }

  <T> List<T> objects(String name, Function<JsonIn, T> reader) {
    return list(name, JsonIn.class, reader);
  }

  private <V, T> List<T> list(String name, Class<V> type, Function<V, T> reader) {
    var list = new ArrayList<T>();
    if (members.get(name) instanceof List<?> values) {
      for (var value : values) {
        list.add(reader.apply(type.cast(value)));
      }
    }
    return list;
  }

  /** Returns all members that are texts, in order. */
  Map<String, String> map() {
    var texts = new LinkedHashMap<String, String>();
    members.forEach(
        (name, value) -> {
          if (value instanceof String text) {
            texts.put(name, text);
          }
        });
    return texts;
  }
}
