package io.feedloom.bench;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Callbacks;
import io.feedloom.farm.Publisher;
import io.feedloom.push.subscriber.LocalHub;
import io.feedloom.push.subscriber.LocalHub.Asked;
import io.feedloom.push.subscriber.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Measures how long an entry takes from an upstream hub through Feedloom to a subscriber of its
 * hub. Feedloom runs in its own process, with the flags of {@code scripts/serve}. The entries come
 * one after the other, from 20 feeds, first to one subscriber and then to 100.
 */
public final class ChainBench {
  private static final int FEEDS = 20;
  private static final int WARM = 200;
  private static final int ROUNDS = 200;
  private static final int MANY = 100;
  private static final int LEASE_SECONDS = 864_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Publisher site = Publisher.start().withoutRecording();
  private final List<LocalHub> hubs = new ArrayList<>();
  private final List<Asked> subscribed = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private int published;
  private volatile CountDownLatch receipts = new CountDownLatch(0);

  private ChainBench() {}

  /** {@code scripts/bench chain}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var bench = new ChainBench();
    try (var _ = bench.site;
        var scratch = Scratch.create()) {
      bench.serveFeeds();
      try (var feedloom = Feedloom.start(scratch.folder(), bench.feedsYml())) {
        feedloom.awaitReady();
        bench.measure(feedloom);
      }
    }
  }

  private void serveFeeds() {
    for (int i = 0; i < FEEDS; i++) {
      var hub = new LocalHub(site, "/hub/" + i);
      hubs.add(hub);
      site.on(
          "/feed/" + i,
          Answer.of(
              200,
              Map.of("Content-Type", "application/atom+xml"),
              Topics.atom(hub.address(), site.uri("/feed/" + i), Topics.entry("first" + i, "1"))));
    }
    site.otherwise(
        request -> {
          if (request.method().equals("POST")) {
            receipts.countDown();
          }
          return Callbacks.consent(request);
        });
  }

  private String feedsYml() {
    var yaml =
        new StringBuilder("public-url: %s\n".formatted(site.uri("")))
            .append("polling: { per-host: 64, spacing: 0s, allow-addresses: [127.0.0.0/8] }\n")
            .append("feeds:\n");
    for (int i = 0; i < FEEDS; i++) {
      yaml.append("  - { id: f%d, url: \"%s\" }\n".formatted(i, site.uri("/feed/" + i)));
    }
    return yaml.toString();
  }

  private void measure(Feedloom feedloom) throws IOException, InterruptedException {
    for (var hub : hubs) {
      Callbacks.await("the request to a hub", () -> !hub.asked().isEmpty());
      subscribed.add(at(feedloom, hub.asked().getFirst()));
      hub.verify(subscribed.getLast(), LEASE_SECONDS);
    }
    Report.subject("From an upstream hub through Feedloom to a subscriber");
    subscribe(feedloom, 0, 1);
    rounds(WARM, 1);
    print("1 subscriber", rounds(ROUNDS, 1));
    subscribe(feedloom, 1, MANY);
    rounds(ROUNDS / 10, MANY);
    print("the last of " + MANY + " subscribers", rounds(ROUNDS, MANY));
  }

  /** Returns a request whose callback leads to this process, as a reverse proxy would. */
  private static Asked at(Feedloom feedloom, Asked asked) {
    var fields = new HashMap<>(asked.fields());
    fields.put("hub.callback", feedloom.url(asked.callback().getPath()));
    return new Asked(fields);
  }

  private void subscribe(Feedloom feedloom, int from, int to)
      throws IOException, InterruptedException {
    for (int i = from; i < to; i++) {
      var form =
          Callbacks.form(
              "hub.mode",
              "subscribe",
              "hub.topic",
              feedloom.url("/feed.atom"),
              "hub.callback",
              site.uri("/callback/" + i).toString());
      client.send(
          HttpRequest.newBuilder(URI.create(feedloom.url("/hub")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form))
              .build(),
          BodyHandlers.discarding());
    }
    while (Http.text(feedloom.url("/metrics")).lines().noneMatch(isMetric(to))) {
      Thread.sleep(50);
    }
  }

  private static Predicate<String> isMetric(int subscriptions) {
    return line -> line.matches("feedloom_hub_subscriptions " + subscriptions + "(\\.0)?");
  }

  /** Publishes entries. Returns the times in milliseconds until the last subscriber got each. */
  private double[] rounds(int count, int subscribers) throws InterruptedException {
    var times = new double[count];
    for (int i = 0; i < count; i++) {
      receipts = new CountDownLatch(subscribers);
      long begin = System.nanoTime();
      publish();
      if (!receipts.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(receipts.getCount() + " receipts are missing");
      }
      times[i] = (System.nanoTime() - begin) / 1e6;
    }
    return times;
  }

  private void publish() throws InterruptedException {
    int feed = published % FEEDS;
    int number = published++;
    var document =
        Topics.atom(
            hubs.get(feed).address(),
            site.uri("/feed/" + feed),
            Topics.entry("e" + number, "Entry number " + number));
    int status = LocalHub.deliver(subscribed.get(feed), document).statusCode();
    while (status == 429) { // More deliveries of a feed than Feedloom takes in a short time.
      Thread.sleep(1_000);
      status = LocalHub.deliver(subscribed.get(feed), document).statusCode();
    }
    if (status != 202) {
      throw new IllegalStateException("a delivery got " + status);
    }
  }

  private static void print(String what, double[] times) {
    Report.section(what);
    Report.line("median", Report.quantile(times, 0.5), "ms (aim ≤ 250)");
    Report.line("99th of 100", Report.quantile(times, 0.99), "ms (aim ≤ 1,000)");
  }
}
