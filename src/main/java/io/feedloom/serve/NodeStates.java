package io.feedloom.serve;

import io.feedloom.serve.http.Json;
import io.feedloom.store.api.NodeState;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The nodes that share a database, in the API and in metrics. */
final class NodeStates {
  private NodeStates() {}

  /** Writes the answer of {@code /api/v1/nodes}. */
  static void write(JsonGenerator json, List<NodeState> nodes) {
    json.writeStartObject();
    json.writeArrayPropertyStart("nodes");
    for (var node : nodes) {
      json.writeStartObject();
      json.writeStringProperty("name", node.name());
      json.writeStringProperty("process", node.process().toString());
      json.writeStringProperty("version", node.version());
      json.writeStringProperty("status", word(node));
      json.writeNumberProperty("revision", node.revision());
      Json.optional(json, "started", Optional.of(node.started()));
      json.writeNumberProperty("secondsSilent", node.silent().toSeconds());
      json.writeNumberProperty("pollsUnderWay", node.polling());
      json.writeNumberProperty("polls", node.polls());
      json.writeNumberProperty("arrivals", node.arrivals());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Returns what a node does, in one word. */
  private static String word(NodeState node) {
    return node.isAlive() ? node.work().name().toLowerCase(Locale.ROOT) : "gone";
  }

  /** Returns the metrics that do not name nodes; none if there are no nodes. */
  static List<MetricSnapshot> metrics(List<NodeState> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    var states =
        GaugeSnapshot.builder().name("feedloom_nodes").help("Nodes that share the database");
    for (var word : List.of("all", "serving", "draining", "gone")) {
      states.dataPoint(
          point(
              Labels.of("status", word),
              nodes.stream().filter(node -> word(node).equals(word)).count()));
    }
    long newest = nodes.stream().mapToLong(NodeState::revision).max().orElse(0);
    return List.of(
        states.build(),
        GaugeSnapshot.builder()
            .name("feedloom_configuration_revision")
            .help("The newest revision of the configuration that a node uses")
            .dataPoint(point(Labels.EMPTY, newest))
            .build());
  }

  /** Returns the metrics of each node. */
  static List<MetricSnapshot> perNode(List<NodeState> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    var revisions =
        GaugeSnapshot.builder()
            .name("feedloom_node_revision")
            .help("The revision of the configuration that a node uses");
    var silent =
        GaugeSnapshot.builder()
            .name("feedloom_node_silent_seconds")
            .help("How long ago a node reported to the others");
    var polling =
        GaugeSnapshot.builder().name("feedloom_node_polling").help("Polls of a node that run now");
    var polls =
        CounterSnapshot.builder()
            .name("feedloom_node_polls")
            .help("Polls of a node since its start");
    var arrivals =
        CounterSnapshot.builder()
            .name("feedloom_node_arrivals")
            .help("New or changed entries that a node stored since its start");
    for (var node : nodes) {
      var labels = Labels.of("node", node.name(), "process", node.process().toString());
      revisions.dataPoint(point(labels, node.revision()));
      silent.dataPoint(point(labels, node.silent().toSeconds()));
      polling.dataPoint(point(labels, node.polling()));
      polls.dataPoint(count(labels, node.polls()));
      arrivals.dataPoint(count(labels, node.arrivals()));
    }
    return List.of(
        revisions.build(), silent.build(), polling.build(), polls.build(), arrivals.build());
  }

  private static CounterSnapshot.CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) value)
        .build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder()
        .labels(labels)
        .value((double) value)
        .build();
  }
}
