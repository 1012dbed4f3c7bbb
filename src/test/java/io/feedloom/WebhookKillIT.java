package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.store.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 while messages are sent to a webhook: no entry is lost, and none is in two messages with
 * different ids.
 */
class WebhookKillIT {
  private static final int ENTRIES = 5;

  @TempDir private Path folder;
  private final AtomicInteger grown = new AtomicInteger(1);

  private String feed() {
    var items =
        IntStream.range(0, grown.get() * ENTRIES)
            .mapToObj(n -> "<item><guid>g%d</guid><title>#%d.</title></item>".formatted(n, n))
            .collect(Collectors.joining());
    return "<rss version=\"2.0\"><channel><title>T</title><link>http://x.example/</link>"
        + "<description/>"
        + items
        + "</channel></rss>";
  }

  /** Writes the settings. The webhook gets every entry, at most three in a message. */
  private Path config(String node, Publisher publisher, StorageSettings storage) throws Exception {
    var home = Files.createDirectories(folder.resolve(node));
    return Files.writeString(
        home.resolve("feeds.yml"),
        """
        polling: { every: 1s, min: 1s, max: 1s, timeout: 1s, allow-addresses: [127.0.0.0/8] }
        storage: { url: "%s", user: "%s", password: "%s" }
        feeds: [{ id: f, url: "%s" }]
        streams: { all: { notify: hook } }
        notify: { hook: { url: "%s", max-entries: 3, body: "{entries}", entry: "{title}" } }
        """
            .formatted(
                storage.url(),
                storage.user().orElse("sa"),
                storage.password().map(secret -> secret.value()).orElse("none"),
                publisher.uri("/feed"),
                publisher.uri("/hook")));
  }

  /** A receiver that answers after a random time, and sometimes with a failure. */
  private static Answer answer(Random random) {
    int status = random.nextInt(12) == 0 ? 503 : 200;
    return Answer.after(Duration.ofMillis(random.nextInt(300)), Answer.of(status, Map.of(), ""));
  }

  private static List<Request> messages(Publisher publisher) {
    return publisher.requests("/hook");
  }

  private static Set<String> titles(Publisher publisher) {
    return messages(publisher).stream()
        .flatMap(request -> request.body().lines())
        .collect(Collectors.toSet());
  }

  private int all() {
    return grown.get() * ENTRIES;
  }

  private void checkThatNothingIsDoubled(Publisher publisher) {
    var bodies = new LinkedHashMap<String, Set<String>>();
    var ids = new LinkedHashMap<String, Set<String>>();
    for (var message : messages(publisher)) {
      var id = message.header("webhook-id").orElseThrow();
      bodies.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(message.body());
      message
          .body()
          .lines()
          .forEach(title -> ids.computeIfAbsent(title, _ -> new LinkedHashSet<>()).add(id));
    }
    assertThat(bodies).allSatisfy((id, body) -> assertThat(body).as(id).hasSize(1));
    assertThat(ids).hasSize(all()).allSatisfy((title, id) -> assertThat(id).as(title).hasSize(1));
    var order = new ArrayList<String>();
    messages(publisher).stream()
        .map(message -> message.header("webhook-id").orElseThrow())
        .filter(id -> order.isEmpty() || !order.getLast().equals(id))
        .forEach(order::add);
    assertThat(order).as("in order").doesNotHaveDuplicates();
  }

  @Test
  void killedAgainAndAgainItLosesAndDoublesNothing() throws Exception {
    var random = new Random(19);
    try (var publisher = Publisher.start()) {
      publisher.on("/feed", _ -> Answer.feed(feed()));
      publisher.on("/hook", _ -> answer(random));
      var config = config("node", publisher, StorageSettings.DEFAULT);
      for (int kill = 0; kill < 4; kill++) {
        int before = messages(publisher).size();
        var feedloom = RunningFeedloom.start(config);
        feedloom.await("a message", () -> messages(publisher).size() > before);
        grown.incrementAndGet();
        Thread.sleep(random.nextInt(1_500));
        feedloom.kill();
        // The next run has something to send, whatever this one sent before its end.
        grown.incrementAndGet();
      }
      try (var feedloom = RunningFeedloom.start(config)) {
        feedloom.await("every entry", () -> titles(publisher).size() == all());
      }
      checkThatNothingIsDoubled(publisher);
    }
  }

  @Test
  void anotherNodeContinuesTheWorkOfAKilledOne() throws Exception {
    var random = new Random(20);
    try (var publisher = Publisher.start()) {
      publisher.on("/feed", _ -> Answer.feed(feed()));
      publisher.on("/hook", _ -> answer(random));
      var storage = Postgres.freshDatabase();
      var first = RunningFeedloom.start(config("one", publisher, storage));
      try (var second = RunningFeedloom.start(config("two", publisher, storage))) {
        first.await("a message", () -> !messages(publisher).isEmpty());
        for (int round = 0; round < 6; round++) {
          grown.incrementAndGet();
          Thread.sleep(random.nextInt(1_000));
        }
        first.kill();
        grown.incrementAndGet();
        second.await("every entry", () -> titles(publisher).size() == all());
      }
      checkThatNothingIsDoubled(publisher);
    }
  }
}
