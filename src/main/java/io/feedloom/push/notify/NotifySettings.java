package io.feedloom.push.notify;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Digest;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that sending needs.
 *
 * @param polling says which addresses are allowed
 * @param zone of the times of digests
 */
record NotifySettings(Map<String, WebhookSettings> webhooks, PollingSettings polling, ZoneId zone) {
  static NotifySettings of(Settings settings) {
    return new NotifySettings(settings.webhooks(), settings.polling(), settings.timeZone());
  }

  /** Returns a number for each webhook that changes with how messages are sent to it. */
  Map<String, Integer> digests() {
    return webhooks.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> digest(entry.getValue())));
  }

  /**
   * Returns a digest of 16 bits, from which nobody can confirm a guess of a secret. One change in
   * 65,536 is not noticed.
   */
  private static int digest(WebhookSettings webhook) {
    var text = new StringBuilder(webhook.address().value());
    webhook.secrets().forEach(secret -> text.append('\n').append(secret.value()));
    webhook.headers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            header -> text.append('\n').append(header.getKey()).append(header.getValue().value()));
    webhook.credentials().ifPresent(own -> text.append('\n').append(Authorization.of(own)));
    text.append('\n')
        .append(webhook.template())
        .append(webhook.every())
        .append(webhook.selections());
    text.append(webhook.maxEntries()).append(webhook.changed()).append(webhook.keyed());
    byte[] digest = Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    return ((digest[0] & 0xff) << Byte.SIZE) | (digest[1] & 0xff);
  }
}
