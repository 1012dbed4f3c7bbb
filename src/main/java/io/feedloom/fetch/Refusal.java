package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/**
 * Thrown if an exchange ends without a usable answer. The message is for the admin: what happened,
 * what was expected and what to do. It has no stack trace, because the publisher is the cause, not
 * this program.
 */
final class Refusal extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int status;
  private final String message;

  Refusal(Reason reason, String message) {
    this(reason, 0, message);
  }

  private Refusal(Reason reason, int status, String message) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.message = message;
  }

  /** Makes the refusal if the deadline passes before the answer is complete. */
  static Refusal late(String host, FetchContext context) {
    return new Refusal(
        Reason.TIMEOUT,
        "%s did not complete its answer within the %s of polling.timeout; it may be overloaded"
            .formatted(host, seconds(context.settings().timeout())));
  }

  private static String seconds(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  Reason reason() {
    return reason;
  }

  String message() {
    return message;
  }

  /** Returns the HTTP status that was received before, or 0. */
  int status() {
    return status;
  }

  /** Returns a copy for an answer that began with this status. */
  Refusal after(int begun) {
    return new Refusal(reason, begun, message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
