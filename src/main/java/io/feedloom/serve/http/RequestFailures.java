package io.feedloom.serve.http;

import io.feedloom.health.Health;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that failed with an unexpected exception, and records the exception. */
public final class RequestFailures {
  private static final Logger log = LoggerFactory.getLogger(RequestFailures.class);

  private static final int MAX_REQUEST_LENGTH = 300;

  /** The number of causes that are followed. */
  private static final int MAX_CAUSES = 10;

  private final Health health;

  public RequestFailures(Health health) {
    this.health = health;
  }

  /** Answers 500 and records the exception, unless the client closed the connection. */
  public void answer(Exception e, Context ctx) {
    if (isGone(e)) {
      log.debug("A client closed the connection before it was answered: {}", e.toString());
      return;
    }
    record(ctx.method() + " " + ctx.path(), e);
    internalError().send(ctx);
  }

  /** Answers 500 after an error of the machine, such as a stack overflow. */
  public void answer(HttpServletResponse response, Error error) {
    record("a request", error);
    var problem = internalError();
    response.setStatus(problem.status());
    response.setContentType(ProblemDocument.MEDIA_TYPE);
    response.setHeader("Cache-Control", Delivery.UNSTORED);
    try {
      response.getOutputStream().write(problem.body());
    } catch (IOException e) {
      log.debug("A client closed the connection before it was answered: {}", e.toString());
    }
  }

  /**
   * Records a failure.
   *
   * @param request method and path, without the query, which may hold a key
   */
  private void record(String request, Throwable thrown) {
    health.unexpected(
        "answering",
        request.length() > MAX_REQUEST_LENGTH ? request.substring(0, MAX_REQUEST_LENGTH) : request,
        thrown);
  }

  private static ProblemDocument internalError() {
    return ProblemDocument.of(
        500, "Internal error", "This is a bug; the server's log and /status/admin say more.");
  }

  /**
   * Returns whether the client closed the connection, which Jetty reports as an exception of this
   * type.
   */
  private static boolean isGone(Exception e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(EofException.class::isInstance);
  }
}
