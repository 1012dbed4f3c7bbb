package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Sends JSON to programs. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Sends what the writer writes as {@code application/json}. No cache may keep it. */
  public static void send(Context ctx, Consumer<JsonGenerator> writer) {
    send(ctx, bytes(writer));
  }

  /** Sends JSON. No cache may keep it. */
  public static void send(Context ctx, byte[] json) {
    Delivery.guardUnstored(ctx);
    ctx.contentType("application/json").result(json);
  }

  public static byte[] bytes(Consumer<JsonGenerator> writer) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      writer.accept(json);
    }
    return out.toByteArray();
  }

  /** Writes a property, in the value's own text form, if there is a value. */
  public static void optional(JsonGenerator json, String name, Optional<?> value) {
    value.ifPresent(present -> json.writeStringProperty(name, present.toString()));
  }
}
