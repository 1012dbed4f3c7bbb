package io.feedloom.serve;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that failed by an exception that nobody expected. Each bug, known by the kind of the
 * exception and where it was thrown, is logged once with its stack trace and counted from then on.
 * Safe for use by many threads.
 */
final class RequestFailures {
  private static final Logger log = LoggerFactory.getLogger(RequestFailures.class);

  /** Bugs that are remembered; the one that was met longest ago is forgotten for another. */
  private static final int MOST = 50;

  /** Frames that tell one bug from another. */
  private static final int FRAMES = 4;

  private static final int LONGEST_REQUEST = 300;

  /** Deeper than this no cause is looked for. */
  private static final int MOST_CAUSES = 10;

  private final InstantSource clock;
  private final LongAdder count = new LongAdder();
  private final Map<String, Failure> failures =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
          return size() > MOST;
        }
      };
  private int numbers;

  /**
   * A bug.
   *
   * @param number under which the log has its stack trace
   * @param request the last that failed by it
   * @param what the exception, and the line of ours that it passed first
   */
  record Failure(String number, String request, String what, long count, Instant last) {}

  RequestFailures(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Records that a request failed, and logs the bug if it is a new one.
   *
   * @param request method and path, without the query, which may hold a key
   * @return the number of the bug
   */
  String record(String request, Throwable thrown) {
    count.increment();
    var shown =
        request.length() > LONGEST_REQUEST ? request.substring(0, LONGEST_REQUEST) : request;
    boolean known;
    Failure failure;
    synchronized (failures) {
      var key = key(thrown);
      var before = failures.get(key);
      known = before != null;
      failure =
          new Failure(
              before == null ? "bug " + ++numbers : before.number(),
              shown,
              what(thrown),
              before == null ? 1 : before.count() + 1,
              clock.instant());
      failures.put(key, failure);
    }
    if (!known) {
      log.error("{} failed ({}; later ones are only counted)", shown, failure.number(), thrown);
    }
    return failure.number();
  }

  /** A client that goes away before it was answered is no fault of ours. */
  void answer(Exception e, Context ctx) {
    if (isGone(e)) {
      log.debug("A client went away before it was answered: {}", e.toString());
      return;
    }
    internalError(record(ctx.method() + " " + ctx.path(), e)).send(ctx);
  }

  /** Answers after an error of the machine, such as a stack overflow. */
  void answer(HttpServletResponse response, Error error) {
    var problem = internalError(record("a request", error));
    response.setStatus(problem.status());
    response.setContentType(ProblemDocument.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    try {
      response.getOutputStream().write(problem.body());
    } catch (IOException e) {
      log.debug("A client went away before it was answered: {}", e.toString());
    }
  }

  private static ProblemDocument internalError(String number) {
    return ProblemDocument.of(
        500,
        "Internal error",
        "This is a bug; the server's log and /status/admin say more of it under " + number + ".");
  }

  /** Whether the connection ended, which Jetty tells by its own kind of exception. */
  private static boolean isGone(Exception e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(EofException.class::isInstance);
  }

  /** The number of requests that failed since the start. */
  long count() {
    return count.sum();
  }

  /** All bugs, the last that was met first. */
  List<Failure> all() {
    synchronized (failures) {
      return new ArrayList<>(failures.values()).reversed();
    }
  }

  private static String key(Throwable thrown) {
    return thrown.getClass().getName()
        + Arrays.stream(thrown.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining("\n"));
  }

  /** The message may quote a request or a document, so it stays in the log. */
  private static String what(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.feedloom."))
        .findFirst()
        .map(frame -> thrown.getClass().getName() + " at " + frame)
        .orElse(thrown.getClass().getName());
  }
}
