package io.feedloom.push.notify;

import io.feedloom.fetch.WebClient.Reply;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what an answer to a message means.
 *
 * @param text for the admin; may contain what the receiver wrote
 * @param asked how long the receiver asks to wait
 */
record ReplyVerdict(Meaning meaning, String text, Optional<Duration> asked) {
  /**
   * The receiver understood the request and refuses this body. The same bytes would be refused
   * again, so the message must not block the next ones.
   */
  private static final Set<Integer> REFUSES_BODY = Set.of(400, 406, 411, 413, 414, 415, 422, 431);

  private static final int GONE = 410;
  private static final int EXCERPT = 200;

  /** What is to be done. */
  enum Meaning {
    ACCEPTED,
    /** The message is sent again: the receiver is away, busy, or misconfigured. */
    AGAIN,
    /** The message is given up. */
    REFUSED,
    /** The webhook is switched off. */
    GONE
  }

  static ReplyVerdict of(Reply reply, Instant now) {
    return switch (reply) {
      case Reply.Failed(_, var message) ->
          new ReplyVerdict(Meaning.AGAIN, message, Optional.empty());
      case Reply.Answered answer ->
          new ReplyVerdict(meaning(answer), text(answer), wait(answer, now));
    };
  }

  private static Meaning meaning(Reply.Answered answer) {
    if (answer.isSuccess()) {
      return Meaning.ACCEPTED;
    }
    if (answer.status() == GONE) {
      return Meaning.GONE;
    }
    return REFUSES_BODY.contains(answer.status()) ? Meaning.REFUSED : Meaning.AGAIN;
  }

  private static String text(Reply.Answered answer) {
    var body =
        new String(answer.body(), StandardCharsets.UTF_8)
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .strip();
    return "answered "
        + answer.status()
        + (answer.status() / 100 == 3 ? "; use the address to which it leads" : "")
        + (body.isEmpty() ? "" : ": " + TemplateWriter.cut(body, EXCERPT));
  }

  /** Returns how long the receiver asks to wait (RFC 9110 section 10.2.3). */
  private static Optional<Duration> wait(Reply.Answered answer, Instant now) {
    return answer
        .header("Retry-After")
        .map(String::strip)
        .flatMap(value -> wait(value, now))
        .filter(wait -> !wait.isNegative());
  }

  private static Optional<Duration> wait(String value, Instant now) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      var time = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
