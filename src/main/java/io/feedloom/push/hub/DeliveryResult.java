package io.feedloom.push.hub;

import io.feedloom.fetch.WebClient.Reply;
import io.feedloom.push.RetryTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What follows from the answer to a delivery (WebSub section 7). */
sealed interface DeliveryResult {
  /** How often a subscriber is tried that failed for more than a day. */
  Duration RARELY = Duration.ofHours(8);

  /** The subscriber received the document. */
  record Delivered() implements DeliveryResult {}

  /** The subscriber ended its subscription with 410. */
  record Gone() implements DeliveryResult {}

  /**
   * The document must be sent again.
   *
   * @param why for the admin
   */
  record Failed(Instant next, String why) implements DeliveryResult {}

  /**
   * Returns the result.
   *
   * @param failures deliveries to the subscriber that failed before, since the last success
   */
  static DeliveryResult of(Reply reply, int failures, Instant now) {
    return switch (reply) {
      case Reply.Answered answer when answer.isSuccess() -> new Delivered();
      case Reply.Answered answer when answer.status() == 410 -> new Gone();
      case Reply.Answered answer ->
          failed("answered " + answer.status(), failures, wait(answer, now), now);
      case Reply.Failed failure -> failed(failure.message(), failures, Optional.empty(), now);
    };
  }

  private static Failed failed(String why, int failures, Optional<Duration> asked, Instant now) {
    return new Failed(RetryTimes.next(failures + 1, asked, now).orElse(now.plus(RARELY)), why);
  }

  /** Returns how long the server asks to wait (RFC 9110 section 10.2.3). */
  private static Optional<Duration> wait(Reply.Answered answer, Instant now) {
    return answer.header("Retry-After").map(String::strip).flatMap(value -> wait(value, now));
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
