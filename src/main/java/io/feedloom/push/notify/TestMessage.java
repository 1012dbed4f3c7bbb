package io.feedloom.push.notify;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.fetch.WebClient;
import java.time.InstantSource;

/** Sends a test message to a webhook. */
public final class TestMessage {
  private TestMessage() {}

  /**
   * The answer to a test message.
   *
   * @param text the answer, or why there was none, without secrets
   */
  public record Outcome(boolean accepted, String text) {}

  /**
   * Sends a message once, and stores nothing.
   *
   * @param sample the entry of the message
   */
  public static Outcome send(
      Settings settings,
      WebhookSettings webhook,
      NotifyEntries.Batch sample,
      WebClient client,
      InstantSource clock) {
    var message =
        new MessageWriter(settings.timeZone())
            .test(webhook, sample, StandardWebhooks.newId(), clock.instant());
    var verdict = new MessageSender(client, clock).send(webhook, message, settings.polling());
    return new Outcome(verdict.meaning() == ReplyVerdict.Meaning.ACCEPTED, verdict.text());
  }
}
