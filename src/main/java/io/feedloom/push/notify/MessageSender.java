package io.feedloom.push.notify;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Secret;
import io.feedloom.fetch.WebClient;
import io.feedloom.fetch.WebClient.Message;
import io.feedloom.store.api.WebhookMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends a message to a webhook once. */
final class MessageSender {
  /** The longest time until the answer is complete. Standard Webhooks recommends 15 to 30 s. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Shorter parts of an address are hardly secret, and would spoil other words. */
  private static final int SECRET_LENGTH = 6;

  private final WebClient client;
  private final InstantSource clock;

  MessageSender(WebClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Sends a message and returns what the answer means. The text of the verdict does not contain the
   * secrets of the webhook.
   *
   * @throws java.util.concurrent.CancellationException if the program ends
   */
  ReplyVerdict send(WebhookSettings webhook, WebhookMessage message, PollingSettings polling) {
    var headers =
        StandardWebhooks.headers(message.id(), message.body(), webhook.secrets(), clock.instant());
    var own = new LinkedHashMap<String, String>();
    webhook.credentials().ifPresent(each -> put(own, "Authorization", Authorization.of(each)));
    webhook.headers().forEach((name, value) -> put(own, name, value.value()));
    headers.keySet().forEach(name -> own.keySet().removeIf(name::equalsIgnoreCase));
    headers.put("Content-Type", message.contentType());
    var reply =
        client.send(
            Message.post(webhook.url(), headers, message.body()).withConfidential(own),
            TIMEOUT,
            polling);
    var verdict = ReplyVerdict.of(reply, clock.instant());
    return new ReplyVerdict(verdict.meaning(), hidden(webhook, verdict.text()), verdict.asked());
  }

  /** Sets a field in place of one with the same name in another case. */
  private static void put(Map<String, String> headers, String name, String value) {
    headers.keySet().removeIf(known -> known.equalsIgnoreCase(name));
    headers.put(name, value);
  }

  /** Returns the text with the secrets of the webhook replaced by stars. */
  static String hidden(WebhookSettings webhook, String text) {
    var secrets = new ArrayList<String>();
    var url = webhook.url();
    secrets.add(url.toString().substring(webhook.place().length()));
    Optional.ofNullable(url.getRawPath())
        .ifPresent(path -> secrets.addAll(List.of(path.split("/", -1))));
    Optional.ofNullable(url.getRawQuery())
        .ifPresent(query -> secrets.addAll(List.of(query.split("[&=]", -1))));
    webhook.secrets().stream().map(Secret::value).forEach(secrets::add);
    webhook.headers().values().stream().map(Secret::value).forEach(secrets::add);
    webhook.credentials().ifPresent(own -> secrets.add(Authorization.of(own).split(" ", 2)[1]));
    var hidden = text;
    for (var secret :
        secrets.stream()
            .filter(each -> each.length() >= SECRET_LENGTH)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList()) {
      hidden = hidden.replace(secret, "***");
    }
    return hidden;
  }
}
