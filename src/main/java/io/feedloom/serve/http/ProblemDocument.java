package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;

/**
 * A refusal that says what is wrong and what is allowed (RFC 9457). {@code ErrorPages} makes a page
 * of it for who wants one.
 *
 * @param title the kind of problem, the same for all of its kind
 * @param detail this one
 * @param errors one for each parameter at fault
 * @param ways to what was perhaps meant
 */
public record ProblemDocument(
    int status, String title, String detail, List<ParameterError> errors, List<Way> ways) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** What is wrong with one parameter. */
  public record ParameterError(String parameter, String detail) {}

  /** A page of ours that helps on. */
  public record Way(String label, String path) {}

  private static final String ATTRIBUTE = "feedloom.problem";

  public static ProblemDocument of(int status, String title, String detail) {
    return new ProblemDocument(status, title, detail, List.of(), List.of());
  }

  /**
   * That there is nothing of this name.
   *
   * @param detail without a full stop
   * @param meant the name of what is there and called nearly so
   */
  public static ProblemDocument unknown(
      String title, String detail, Optional<String> meant, UnaryOperator<String> path) {
    return new ProblemDocument(
        404,
        title,
        detail + meant.map(name -> "; did you mean \"" + name + "\"?").orElse("."),
        List.of(),
        meant.map(name -> new Way(name, path.apply(name))).stream().toList());
  }

  /** The one that was sent as the answer, where one was. */
  public static Optional<ProblemDocument> sent(Context ctx) {
    return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
  }

  public void send(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
    ctx.status(status).contentType(MEDIA_TYPE).result(body());
    Delivery.guardUnstored(ctx);
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
