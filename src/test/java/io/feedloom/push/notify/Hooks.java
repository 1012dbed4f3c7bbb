package io.feedloom.push.notify;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.Entry;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.serve.Served;
import io.feedloom.store.Store;
import io.feedloom.store.api.WebhookState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Sending to webhooks of a real server on loopback, step by step and with a clock that the test
 * turns.
 */
final class Hooks implements AutoCloseable {
  static final String FEEDS =
      """
      feeds:
        - { url: "https://a.example/feed", id: a, title: Alpha, tags: [news] }
        - { url: "https://b.example/feed", id: b, title: Beta, tags: [java] }
        - { url: "https://secret.example/feed", id: s, tags: [news], access: key }
      public-url: https://feeds.example
      polling: { allow-addresses: [127.0.0.0/8] }
      """;

  final Publisher server = Publisher.start();
  final Served served;
  private final WebClient client = new WebClient(() -> new UserAgent("test", Optional.empty(), 1));
  private final MessageSender sender = new MessageSender(client, this::now);
  private Collector collector;
  private Settings settings;
  private volatile Instant now = Served.NOON;

  /**
   * Starts with these webhooks, which do not get anything that arrived before.
   *
   * @param notify the mappings {@code notify} and {@code streams} of feeds.yml; {@code SERVER} is
   *     the address of the server
   */
  Hooks(Path folder, String notify) {
    served = new Served(folder, yml(notify));
    settings = served.settings(yml(notify));
    collector = collector();
    sync();
  }

  private Collector collector() {
    return new Collector(store(), served.notifyEntries(), this::now);
  }

  /** Returns the whole of feeds.yml. */
  String yml(String notify) {
    return FEEDS + notify.replace("SERVER", server.uri("").toString());
  }

  Store store() {
    return served.store();
  }

  Instant now() {
    return now;
  }

  NotifySettings settings() {
    return NotifySettings.of(settings);
  }

  Settings allSettings() {
    return settings;
  }

  WebhookSettings webhook(String name) {
    return Objects.requireNonNull(settings.webhooks().get(name));
  }

  void pass(Duration time) {
    now = now.plus(time);
    served.turn(now);
  }

  /** Puts other settings into force. */
  void use(String notify) {
    served.reload(yml(notify));
    settings = served.settings(yml(notify));
    sync();
  }

  private void sync() {
    store().webhooks().sync(settings().digests(), now);
  }

  /** Forgets everything that is only in memory, as a killed process does. */
  void restart() {
    collector = collector();
    store().webhooks().endLeases();
    sync();
  }

  void arrive(String feed, Entry... entries) {
    served.arriveAt(now, feed, entries);
  }

  static Entry entry(String guid) {
    return Entry.builder(guid)
        .title("Title " + guid)
        .link("https://a.example/" + guid)
        .summary("<p>About " + guid + "</p>")
        .build();
  }

  /** Reads the log and sends everything that is due. */
  void step() {
    collector.collect(store().webhooks().states(), settings.webhooks());
    for (var state : store().webhooks().states()) {
      var webhook = webhook(state.name());
      boolean due =
          DueTimes.next(state, webhook, settings().zone())
              .filter(time -> !time.isAfter(now))
              .isPresent();
      if (due) {
        run().run(state.name());
      }
    }
  }

  DeliveryRun run() {
    return new DeliveryRun(
        store(), served.notifyEntries(), sender, this::now, this::settings, () -> false);
  }

  /** Waits until what arrived together is due, and sends it. */
  void send() {
    collector.collect(store().webhooks().states(), settings.webhooks());
    pass(DueTimes.TOGETHER);
    step();
  }

  /** Returns the body of a request as UTF-8. Requests contain their bytes as Latin-1. */
  static String body(Request request) {
    return new String(request.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Queues a notice. */
  void notice(String name, Notice notice) {
    var id = StandardWebhooks.idOf(name, notice.key());
    var message = new MessageWriter(settings().zone()).notice(webhook(name), notice, id, now);
    store().webhooks().add(name, message);
  }

  WebhookState state(String name) {
    return store().webhooks().states().stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    client.close();
    served.close();
    server.close();
  }
}
