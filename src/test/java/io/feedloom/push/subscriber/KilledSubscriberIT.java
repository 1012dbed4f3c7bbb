package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.atom;
import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.feed.Secret;
import io.feedloom.store.Postgres;
import java.io.IOException;
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

/** kill -9 loses no delivery that was acknowledged, and doubles none, on one node or on two. */
class KilledSubscriberIT {
  private static final int KILLS = 4;
  private static final int DELIVERIES = 40;

  @TempDir private Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void acknowledgedDeliveriesSurviveKillsAndPollsDoNotDoubleThem() throws Exception {
    try (var site = Publisher.start()) {
      var hub = new LocalHub(site, "/hub");
      var topic = publish(site, hub);
      var config = config("node", site, StorageSettings.DEFAULT);

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

  @Test
  void anotherNodeReadsWhatAKilledOneAccepted() throws Exception {
    try (var site = Publisher.start()) {
      var hub = new LocalHub(site, "/hub");
      var topic = publish(site, hub);
      var storage = Postgres.freshDatabase();
      var killed = RunningFeedloom.start(config("one", site, storage));
      try (var other = RunningFeedloom.start(config("two", site, storage))) {
        other.await("the request to the hub", () -> !hub.asked().isEmpty());
        var asked = hub.asked().getFirst();
        assertThat(hub.verify(at(other, asked), 864_000).statusCode()).isEqualTo(200);
        var delivering =
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < DELIVERIES; i++) {
                        deliver(
                            at(killed, asked), atom(hub.address(), topic, numbered(0, i)), 0, i);
                      }
                    });
        killed.await("some deliveries", () -> acknowledged.size() >= DELIVERIES / 4);
        killed.kill();
        delivering.join();
        assertThat(acknowledged.size()).as("killed in the middle").isLessThan(DELIVERIES);

        other.await("all acknowledged entries", () -> guids(other).containsAll(acknowledged));
        assertThat(guids(other)).doesNotHaveDuplicates();
        var next = atom(hub.address(), topic, numbered(1, 0));
        assertThat(LocalHub.deliver(at(other, asked), next).statusCode()).isEqualTo(202);
        other.await("the next delivery", () -> guids(other).contains("urn:x:1-0"));
        assertThat(hub.asked()).hasSize(1);
      }
    }
  }

  /** Publishes a feed with one entry, and returns its address. */
  private static URI publish(Publisher site, LocalHub hub) {
    var topic = site.uri("/feed");
    site.on(
        "/feed",
        Answer.of(
            200,
            Map.of("Content-Type", "application/atom+xml"),
            atom(hub.address(), topic, entry("first", "first"))));
    return topic;
  }

  /**
   * Writes the settings of a node. The public address is that of a reverse proxy; the test itself
   * passes the requests on.
   */
  private Path config(String node, Publisher site, StorageSettings storage) throws IOException {
    var home = Files.createDirectories(folder.resolve(node));
    return Files.writeString(
        home.resolve("feeds.yml"),
        """
        public-url: %s
        polling: { allow-addresses: [127.0.0.0/8] }
        storage: { url: "%s", user: "%s", password: "%s" }
        feeds: [{ id: feed, url: "%s" }]
        """
            .formatted(
                site.uri(""),
                storage.url(),
                storage.user().orElse("sa"),
                storage.password().map(Secret::value).orElse("none"),
                site.uri("/feed")));
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
