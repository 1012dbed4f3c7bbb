package io.feedloom.serve.view;

import io.feedloom.config.WebhookSettings;
import io.feedloom.store.api.WebhookState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the admin sees of a webhook.
 *
 * @param place the scheme and host of its address, which is secret
 * @param condition a word: gone, failing, new or healthy
 * @param said its last answer, or why there was none
 * @param waiting how many entries wait for the next message
 * @param messages how many messages were not accepted yet
 * @param next when the first of them is sent again
 * @param last when it last accepted a message
 * @param delivered how many messages it accepted
 * @param lost messages that it never accepted, and what was dropped because too much waited
 */
public record WebhookView(
    String name,
    String place,
    String condition,
    String said,
    long waiting,
    long messages,
    @Nullable Moment next,
    @Nullable Moment last,
    long delivered,
    long lost) {

  /** Returns the webhooks of the settings that are stored, by name. */
  public static List<WebhookView> of(
      Map<String, WebhookSettings> settings, List<WebhookState> states) {
    return states.stream()
        .flatMap(
            state ->
                Stream.ofNullable(settings.get(state.name())).map(webhook -> of(webhook, state)))
        .toList();
  }

  /** Returns why no message has a time. */
  public String rest() {
    return condition.equals("gone") ? "never" : "when entries arrive";
  }

  /** Returns what waits, in words. */
  public String queue() {
    return waiting == 0 && messages == 0
        ? "nothing waits"
        : "waiting: %d %s, %d %s"
            .formatted(
                waiting,
                waiting == 1 ? "entry" : "entries",
                messages,
                messages == 1 ? "message" : "messages");
  }

  private static WebhookView of(WebhookSettings webhook, WebhookState state) {
    return new WebhookView(
        webhook.name(),
        webhook.place(),
        condition(state),
        said(webhook, state),
        state.waiting(),
        state.messages(),
        moment(state.nextTry()),
        moment(state.lastDelivery()),
        state.delivered(),
        state.givenUp() + state.dropped());
  }

  /** Returns the word for the state of a webhook. */
  public static String condition(WebhookState state) {
    if (state.offSince().isPresent()) {
      return "gone";
    }
    var delivery = state.lastDelivery();
    boolean failing =
        state.lastFailure().filter(at -> delivery.filter(at::isBefore).isEmpty()).isPresent();
    if (failing) {
      return "failing";
    }
    return delivery.isEmpty() ? "new" : "healthy";
  }

  private static String said(WebhookSettings webhook, WebhookState state) {
    if (state.offSince().isPresent()) {
      return "It answered that it is gone, so it is off until its settings change, or until"
          + " feedloom notify --resume.";
    }
    return state
        .answer()
        .orElseGet(
            () ->
                webhook.selections().isEmpty()
                    ? "No stream or selection sends entries to it."
                    : "Nothing was sent yet.");
  }

  private static @Nullable Moment moment(Optional<Instant> time) {
    return time.map(Moment::of).orElse(null);
  }
}
