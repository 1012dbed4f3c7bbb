package io.feedloom.store.api;

import java.time.Instant;

/**
 * A message to a webhook, as it is sent.
 *
 * @param number its place among the messages of the webhook; 0 before it is stored
 * @param id stays the same however often it is sent
 * @param failures how many tries failed
 * @param nextTry it is not sent earlier
 */
public record WebhookMessage(
    long number,
    String id,
    String contentType,
    byte[] body,
    Instant created,
    int failures,
    Instant nextTry) {

  /** Makes a message that was not sent yet. */
  public static WebhookMessage of(String id, String contentType, byte[] body, Instant now) {
    return new WebhookMessage(0, id, contentType, body, now, 0, now);
  }
}
