package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;

/**
 * An error answer that says what is wrong and what is allowed (RFC 9457). {@code ErrorPages} turns
 * it into a page for browsers.
 *
 * @param title the kind of problem
 * @param detail what is wrong in this case
 * @param errors the wrong parameters
 * @param ways pages that the client may have meant
 */
public record ProblemDocument(
    int status, String title, String detail, List<ParameterError> errors, List<Way> ways) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A parameter and what is wrong with it. */
  public record ParameterError(String parameter, String detail) {}

  /** A link to a page of this server. */
  public record Way(String label, String path) {}

  private static final String ATTRIBUTE = "feedloom.problem";

  public static ProblemDocument of(int status, String title, String detail) {
    return new ProblemDocument(status, title, detail, List.of(), List.of());
  }

  /**
   * Returns an answer 404 for an unknown name.
   *
   * @param detail without a full stop
   * @param meant the known name that is most similar
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

  /** Returns the problem that was sent as the answer to this request. */
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
