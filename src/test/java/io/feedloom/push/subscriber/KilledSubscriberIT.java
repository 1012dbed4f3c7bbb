package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.atom;
import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 loses no delivery that was acknowledged, and doubles none. */
class KilledSubscriberIT {
  private static final int KILLS = 4;
  private static final int DELIVERIES = 40;

  @TempDir private Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void acknowledgedDeliveriesSurviveKillsAndPollsDoNotDoubleThem() throws Exception {
    try (var site = Publisher.start()) {
      var hub = new LocalHub(site, "/hub");
      var topic = site.uri("/feed");
      site.on(
          "/feed",
          Answer.of(
              200,
              Map.of("Content-Type", "application/atom+xml"),
              atom(hub.address(), topic, entry("first", "first"))));
      var config = folder.resolve("feeds.yml");
      // The public address is that of a reverse proxy; the test itself passes the requests on.
      Files.writeString(
          config,
          """
          public-url: %s
          polling: { allow-addresses: [127.0.0.0/8] }
          feeds: [{ id: feed, url: "%s" }]
          """
              .formatted(site.uri("").toString(), topic));

      var random = new Random(19);
      for (int kill = 0; kill < KILLS; kill++) {
        int round = kill;
        var feedloom = RunningFeedloom.start(config);
        if (round == 0) {
          feedloom.await("the request to the hub", () -> !hub.asked().isEmpty());
          assertThat(hub.verify(at(feedloom, hub.last()), 864_000).statusCode()).isEqualTo(200);
        }
        var asked = at(feedloom, hub.asked().getFirst());
        var delivering =
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < DELIVERIES; i++) {
                        deliver(asked, atom(hub.address(), topic, numbered(round, i)), round, i);
                      }
                    });
        Thread.sleep(random.nextInt(1_500));
        feedloom.kill();
        delivering.join();
      }

      try (var feedloom = RunningFeedloom.start(config)) {
        feedloom.await("all acknowledged entries", () -> guids(feedloom).containsAll(acknowledged));
        assertThat(guids(feedloom)).doesNotHaveDuplicates();
        assertThat(hub.asked()).hasSize(1);
        assertThat(acknowledged).isNotEmpty();
      }
    }
  }

  private static String numbered(int round, int number) {
    return entry(round + "-" + number, "entry %d of round %d".formatted(number, round));
  }

  /** Delivers a document; a killed process does not answer. */
  private void deliver(LocalHub.Asked asked, String document, int round, int number) {
    try {
      if (LocalHub.deliver(asked, document).statusCode() == 202) {
        acknowledged.add("urn:x:%d-%d".formatted(round, number));
      }
    } catch (UncheckedIOException _) {
      // It is not acknowledged.
    }
  }

  /** Returns a request whose callback leads to this process. */
  private static LocalHub.Asked at(RunningFeedloom feedloom, LocalHub.Asked asked) {
    var fields = new java.util.HashMap<>(asked.fields());
    fields.put("hub.callback", feedloom.uri(asked.callback().getPath()).toString());
    return new LocalHub.Asked(fields);
  }

  private static List<String> guids(RunningFeedloom feedloom) {
    var address = URI.create("/api/v1/entries?limit=500&source=feed").toString();
    return Pattern.compile("\"guid\":\"([^\"]+)\"")
        .matcher(feedloom.get(address).body())
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
