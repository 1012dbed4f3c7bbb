package io.feedloom.push.notify;

import io.feedloom.config.WebhookSettings;
import io.feedloom.store.api.WebhookState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Decides when a webhook gets its next message. */
final class DueTimes {
  /** Entries that arrive within this time after the first are sent together. */
  static final Duration TOGETHER = Duration.ofMillis(300);

  private DueTimes() {}

  /** Returns when there is something to send; empty if there is nothing. */
  static Optional<Instant> next(WebhookState state, WebhookSettings webhook, ZoneId zone) {
    if (state.offSince().isPresent()) {
      return Optional.empty();
    }
    return state
        .nextTry()
        .or(
            () ->
                state
                    .oldest()
                    .map(
                        oldest ->
                            webhook
                                .every()
                                .map(every -> DigestTimes.next(oldest, every, zone))
                                .orElseGet(() -> oldest.plus(TOGETHER))))
        .map(due -> due.isAfter(state.leasedUntil()) ? due : state.leasedUntil());
  }

  /**
   * Returns the time before which the entries of the next message were queued. With a digest, later
   * ones wait for the next one.
   */
  static Instant end(WebhookSettings webhook, Instant now, ZoneId zone) {
    return webhook.every().map(every -> DigestTimes.last(now, every, zone)).orElse(Instant.MAX);
  }
}
