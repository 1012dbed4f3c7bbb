package io.feedloom.config;

import io.feedloom.feed.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names by which parts of the file refer to each other. They are checked after the whole file
 * is read, because a name may be used before the line that declares it.
 */
final class References {
  private static final Set<String> NOT_SINGLE = Set.of("min-sources", "order", "digest");

  private final Set<String> streams = new TreeSet<>();
  private final Set<String> webhooks = new TreeSet<>();
  private final List<Use> streamUses = new ArrayList<>();
  private final List<Use> webhookUses = new ArrayList<>();

  private record Use(String name, FaultPlace at) {}

  void declareStream(String name) {
    streams.add(name);
  }

  void declareWebhook(String name) {
    webhooks.add(name);
  }

  /** Notes that a webhook sends a stream. */
  void useStream(String name, FaultPlace at) {
    streamUses.add(new Use(name, at));
  }

  /** Notes that something is sent to a webhook. */
  void useWebhook(String name, FaultPlace at) {
    webhookUses.add(new Use(name, at));
  }

  /** Reports a fault for each name that is not declared, and each stream that cannot be sent. */
  void check(Map<String, StreamSettings> read, ReadContext in) {
    webhookUses.stream()
        .filter(use -> !webhooks.contains(use.name()))
        .forEach(use -> in.fault(use.at(), unknown("webhook", "notify", use.name(), webhooks)));
    for (var use : streamUses) {
      if (!streams.contains(use.name())) {
        in.fault(use.at(), unknown("stream", "streams", use.name(), streams));
      }
      var stream = read.get(use.name());
      if (stream != null && !isSendable(stream)) {
        in.fault(use.at(), "the stream \"" + use.name() + "\" cannot be sent: " + NOT_SENDABLE);
      }
    }
  }

  /** Why some streams cannot be sent. */
  static final String NOT_SENDABLE =
      "a webhook sends single entries, which min-sources, order and digest do not select";

  /** Returns whether an arrival alone shows whether it belongs to the stream. */
  static boolean isSendable(StreamSettings stream) {
    return stream.parameters().entrySet().stream()
        .filter(entry -> NOT_SINGLE.contains(entry.getKey()))
        .allMatch(entry -> entry.getKey().equals("order") && entry.getValue().contains("newest"));
  }

  private static String unknown(String what, String section, String name, Set<String> known) {
    return "there is no "
        + what
        + " of this name under \""
        + section
        + "\""
        + NearestWord.of(name, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
  }
}
