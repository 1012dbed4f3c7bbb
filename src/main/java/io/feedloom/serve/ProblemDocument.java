package io.feedloom.serve;

import io.javalin.http.Context;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A refusal that says what is wrong and what is allowed (RFC 9457).
 *
 * @param title the kind of problem, the same for all of its kind
 * @param detail this one
 * @param errors one for each parameter at fault
 */
record ProblemDocument(int status, String title, String detail, List<ParameterError> errors) {
  static final String MEDIA_TYPE = "application/problem+json";

  /** What is wrong with one parameter. */
  record ParameterError(String parameter, String detail) {}

  static ProblemDocument of(int status, String title, String detail) {
    return new ProblemDocument(status, title, detail, List.of());
  }

  void send(Context ctx) {
    ctx.status(status).contentType(MEDIA_TYPE).result(body());
    ctx.header("Cache-Control", "no-store");
  }

  byte[] body() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("type", "about:blank");
          json.writeStringProperty("title", title);
          json.writeNumberProperty("status", status);
          json.writeStringProperty("detail", detail);
          if (!errors.isEmpty()) {
            json.writeArrayPropertyStart("errors");
            errors.forEach(error -> write(json, error));
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, ParameterError error) {
    json.writeStartObject();
    json.writeStringProperty("parameter", error.parameter());
    json.writeStringProperty("detail", error.detail());
    json.writeEndObject();
  }
}
