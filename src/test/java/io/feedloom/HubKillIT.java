package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Callbacks;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.feed.Secret;
import io.feedloom.store.Postgres;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a delivery loses no entry and delivers none in another edition. */
class HubKillIT {
  private static final int ENTRIES = 1_000;
  private static final int CALLBACKS = 3;
  private static final List<String> NAMES = List.of("/quick", "/slow", "/failing");
  private static final String DELIVERED = "feedloom_hub_deliveries_total{result=\"accepted\"}";
  private static final int KILLS = 3;
  private static final Pattern ITEM =
      Pattern.compile("<guid[^>]*>urn:e:(\\d+)</guid>.*?</item>", Pattern.DOTALL);

  @TempDir private Path folder;

  /** How many entries the upstream feed has. */
  private final AtomicInteger published = new AtomicInteger(1);

  /** The editions of each entry that each callback received, by callback and entry. */
  private final Map<String, ConcurrentLinkedQueue<String>> editions = new ConcurrentHashMap<>();

  private String feed() {
    var items =
        IntStream.range(0, published.get())
            .mapToObj(
                n ->
                    "<item><guid isPermaLink=\"false\">urn:e:%d</guid><title>Entry %d</title><description>%s</description></item>"
                        .formatted(n, n, "Words of this entry. ".repeat(20)))
            .collect(Collectors.joining());
    return "<rss version=\"2.0\"><channel><title>Up</title><link>http://x.example/</link>"
        + "<description/>"
        + items
        + "</channel></rss>";
  }

  private void receive(String callback, String body) {
    ITEM.matcher(body)
        .results()
        .forEach(
            item ->
                editions
                    .computeIfAbsent(
                        callback + " " + item.group(1), _ -> new ConcurrentLinkedQueue<>())
                    .add(item.group()));
  }

  private void subscribe(RunningFeedloom feedloom, Callbacks callbacks, String path)
      throws Exception {
    var topic = feedloom.uri("/feed.rss").toString();
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(feedloom.uri("/hub"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          Callbacks.form(
                              "hub.mode",
                              "subscribe",
                              "hub.topic",
                              topic,
                              "hub.callback",
                              callbacks.uri(path).toString())))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
    Callbacks.await("confirmed", () -> !callbacks.questions(path).isEmpty());
  }

  private void subscribeAll(RunningFeedloom feedloom, Callbacks callbacks) throws Exception {
    for (var name : NAMES) {
      subscribe(feedloom, callbacks, name);
    }
    Callbacks.await("subscribed", () -> metric(feedloom, "feedloom_hub_subscriptions") == 3);
  }

  /** Serves the upstream feed, and three callbacks: one is slow, and one fails at first. */
  private void serve(Publisher publisher, Callbacks callbacks) {
    publisher.on("/up", _ -> Answer.feed(feed()));
    var tries = new AtomicInteger();
    for (var name : NAMES) {
      callbacks.on(
          name,
          request -> {
            if (request.method().equals("GET")) {
              return Callbacks.consent(request);
            }
            if (name.equals("/failing") && tries.incrementAndGet() % 4 == 1 && tries.get() < 6) {
              return Answer.of(503, Map.of(), "");
            }
            receive(name, Callbacks.body(request));
            var accepted = Answer.of(204, Map.of(), "");
            return name.equals("/slow") ? Answer.after(Duration.ofMillis(300), accepted) : accepted;
          });
    }
  }

  private Path config(String node, Publisher publisher, StorageSettings storage) throws Exception {
    var home = Files.createDirectories(folder.resolve(node));
    return Files.writeString(
        home.resolve("feeds.yml"),
        """
        public-url: http://planet.example
        polling:
          { every: 1s, min: 1s, max: 2s, timeout: 5s, per-host: 8, allow-addresses: [127.0.0.0/8] }
        storage: { url: "%s", user: "%s", password: "%s" }
        feeds: [{ id: up, url: "%s" }]
        """
            .formatted(
                storage.url(),
                storage.user().orElse("sa"),
                storage.password().map(Secret::value).orElse("none"),
                publisher.uri("/up")));
  }

  @Test
  void killedInTheMiddleOfADeliveryItLosesNothing() throws Exception {
    try (var publisher = Publisher.start();
        var callbacks = new Callbacks()) {
      serve(publisher, callbacks);
      var config = config("node", publisher, StorageSettings.DEFAULT);
      var feedloom = RunningFeedloom.start(config);
      subscribeAll(feedloom, callbacks);
      published.set(ENTRIES);
      Callbacks.await("the first document", () -> editions.size() > 50);
      feedloom.kill();
      for (int kill = 1; kill < KILLS; kill++) {
        int before = editions.size();
        var again = RunningFeedloom.start(config);
        Callbacks.await("more documents", () -> editions.size() > before || isComplete());
        again.kill();
      }

      try (var last = RunningFeedloom.start(config)) {
        Callbacks.await("all entries", () -> isComplete());
        Callbacks.await("nothing waits", () -> metric(last, "feedloom_hub_waiting") == 0);
      }
      checkThatNothingIsLostOrInTwoEditions();
    }
  }

  @Test
  void anotherNodeDeliversWhatAKilledOneDidNot() throws Exception {
    try (var publisher = Publisher.start();
        var callbacks = new Callbacks()) {
      serve(publisher, callbacks);
      var storage = Postgres.freshDatabase();
      try (var one = RunningFeedloom.start(config("one", publisher, storage));
          var two = RunningFeedloom.start(config("two", publisher, storage))) {
        subscribeAll(one, callbacks);
        published.set(ENTRIES);
        Callbacks.await("some documents", () -> editions.size() > 300);
        boolean first = metric(one, DELIVERED) > metric(two, DELIVERED);
        var survivor = first ? two : one;
        (first ? one : two).kill();
        assertThat(isComplete()).as("killed in the middle").isFalse();

        Callbacks.await("all entries", this::isComplete);
        Callbacks.await("nothing waits", () -> metric(survivor, "feedloom_hub_waiting") == 0);
        assertThat(metric(survivor, DELIVERED)).isPositive();
      }
      checkThatNothingIsLostOrInTwoEditions();
    }
  }

  private void checkThatNothingIsLostOrInTwoEditions() {
    assertThat(editions).hasSizeBetween(CALLBACKS * (ENTRIES - 1), CALLBACKS * ENTRIES);
    assertThat(editions.values())
        .allSatisfy(received -> assertThat(received.stream().distinct()).hasSize(1));
  }

  /** The entry that was there before the subscription may be delivered or not. */
  private boolean isComplete() {
    return NAMES.stream()
        .allMatch(
            name ->
                IntStream.range(1, ENTRIES)
                    .allMatch(entry -> editions.containsKey(name + " " + entry)));
  }

  private static double metric(RunningFeedloom feedloom, String name) {
    return feedloom
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }
}
