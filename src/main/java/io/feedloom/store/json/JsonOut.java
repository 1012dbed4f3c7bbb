package io.feedloom.store.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes a JSON object. Leaves out values that are absent or empty. */
final class JsonOut {
  private static final int TYPICAL_SIZE = 4_096;

  private static final JsonFactory PLAIN =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(JsonIn.DEEPEST).build())
          .build();

  /**
   * Writes letters outside ASCII as escapes. So it can write half a surrogate pair, which UTF-8
   * cannot express.
   */
  private static final JsonFactory ESCAPED =
      PLAIN.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator out;

  private JsonOut(JsonGenerator out) {
    this.out = out;
  }

  /** Writes an object in UTF-8. */
  static byte[] bytes(Consumer<JsonOut> members) {
    try {
      return bytes(PLAIN, members);
    } catch (StreamWriteException e) {
      return bytes(ESCAPED, members);
    }
  }

  private static byte[] bytes(JsonFactory json, Consumer<JsonOut> members) {
    var bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
    try (var out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonOut(out).object(members);
    }
    return bytes.toByteArray();
  }

  /** Writes an object as text. */
  static String text(Consumer<JsonOut> members) {
    var text = new StringWriter();
    try (var out = PLAIN.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonOut(out).object(members);
    }
    return text.toString();
  }

  private void object(Consumer<JsonOut> members) {
    out.writeStartObject();
    members.accept(this);
    out.writeEndObject();
  }

  void text(String name, String value) {
    out.writeStringProperty(name, value);
  }

  void text(String name, Optional<String> value) {
    value.ifPresent(v -> out.writeStringProperty(name, v));
  }

  void number(String name, long value) {
    out.writeNumberProperty(name, value);
  }

  void number(String name, OptionalInt value) {
    value.ifPresent(v -> out.writeNumberProperty(name, v));
  }

  void number(String name, OptionalLong value) {
    value.ifPresent(v -> out.writeNumberProperty(name, v));
  }

  void flag(String name, boolean value) {
    if (value) {
      out.writeBooleanProperty(name, true);
    }
  }

  void time(String name, Optional<Instant> value) {
    value.ifPresent(time -> out.writeStringProperty(name, time.toString()));
  }

  void duration(String name, Optional<Duration> value) {
    value.ifPresent(duration -> out.writeStringProperty(name, duration.toString()));
  }

  <T> void object(String name, Optional<T> value, BiConsumer<JsonOut, T> members) {
    value.ifPresent(
        v -> {
          out.writeName(name);
          object(inner -> members.accept(inner, v));
        });
  }

  <T> void objects(String name, Collection<T> values, BiConsumer<JsonOut, T> members) {
    if (!values.isEmpty()) {
      out.writeArrayPropertyStart(name);
      values.forEach(value -> object(inner -> members.accept(inner, value)));
      out.writeEndArray();
    }
  }

  void map(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      out.writeObjectPropertyStart(name);
      values.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
  }

  void texts(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      out.writeArrayPropertyStart(name);
      values.forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
