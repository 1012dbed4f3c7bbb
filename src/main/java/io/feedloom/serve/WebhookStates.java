package io.feedloom.serve;

import io.feedloom.config.WebhookSettings;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.view.WebhookView;
import io.feedloom.store.api.WebhookState;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The states of the webhooks in the API and in metrics. */
final class WebhookStates {
  private WebhookStates() {}

  /** Writes the answer of {@code /api/v1/webhooks}. */
  static void write(
      JsonGenerator json, Map<String, WebhookSettings> settings, List<WebhookState> states) {
    json.writeStartObject();
    json.writeArrayPropertyStart("webhooks");
    for (var state : states) {
      var webhook = settings.get(state.name());
      if (webhook != null) {
        write(json, webhook, state);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, WebhookSettings webhook, WebhookState state) {
    json.writeStartObject();
    json.writeStringProperty("name", webhook.name());
    json.writeStringProperty("host", webhook.place());
    json.writeStringProperty("status", WebhookView.condition(state));
    Json.optional(json, "answer", state.answer());
    json.writeNumberProperty("entriesWaiting", state.waiting());
    json.writeNumberProperty("messagesWaiting", state.messages());
    json.writeNumberProperty("failures", state.failures());
    Json.optional(json, "nextTry", state.nextTry());
    Json.optional(json, "lastDelivery", state.lastDelivery());
    Json.optional(json, "lastFailure", state.lastFailure());
    Json.optional(json, "offSince", state.offSince());
    json.writeNumberProperty("delivered", state.delivered());
    json.writeNumberProperty("givenUp", state.givenUp());
    json.writeNumberProperty("dropped", state.dropped());
    json.writeEndObject();
  }

  /** Returns the metrics of these webhooks; none if there are no webhooks. */
  static List<MetricSnapshot> metrics(List<WebhookState> states) {
    if (states.isEmpty()) {
      return List.of();
    }
    var messages =
        CounterSnapshot.builder()
            .name("feedloom_webhook_messages")
            .help("Messages to a webhook that it accepted, or that were given up");
    var entries =
        GaugeSnapshot.builder()
            .name("feedloom_webhook_entries_waiting")
            .help("Entries that wait for the next message to a webhook");
    var failures =
        GaugeSnapshot.builder()
            .name("feedloom_webhook_failures")
            .help("How often the next message to a webhook has failed");
    var on = GaugeSnapshot.builder().name("feedloom_webhook_on").help("0 if a webhook is gone");
    for (var state : states) {
      var labels = Labels.of("webhook", state.name());
      messages.dataPoint(count(labels.add("result", "accepted"), state.delivered()));
      messages.dataPoint(count(labels.add("result", "given_up"), state.givenUp()));
      entries.dataPoint(point(labels, state.waiting()));
      failures.dataPoint(point(labels, state.failures()));
      on.dataPoint(point(labels, state.offSince().isPresent() ? 0 : 1));
    }
    return List.of(messages.build(), entries.build(), failures.build(), on.build());
  }

  private static CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}
