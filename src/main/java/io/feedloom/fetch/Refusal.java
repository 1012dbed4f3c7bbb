package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/**
 * Why an exchange ended without an answer that could be used. Its message is for the admin: what
 * happened, what was expected, what to do. Carries no stack trace: it is about the publisher, not
 * about this program.
 */
final class Refusal extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int status;
  private final String words;

  Refusal(Reason reason, String message) {
    this(reason, 0, message);
  }

  private Refusal(Reason reason, int status, String message) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.words = message;
  }

  /** The deadline passed before the answer was whole. */
  static Refusal late(String host, FetchContext errand) {
    return new Refusal(
        Reason.TIMEOUT,
        "%s did not complete its answer within the %s of polling.timeout; it may be overloaded"
            .formatted(host, words(errand.settings().timeout())));
  }

  private static String words(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  Reason reason() {
    return reason;
  }

  String words() {
    return words;
  }

  /** The HTTP status that had been received by then, or 0. */
  int status() {
    return status;
  }

  /** The same, after an answer with this status had begun. */
  Refusal after(int begun) {
    return new Refusal(reason, begun, words);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
