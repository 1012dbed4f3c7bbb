package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment leaves no half-written feed, no lost and no doubled entry. */
class KillIT {
  private static final int FEEDS = 40;
  private static final int ENTRIES = 20;
  private static final int KILLS = 6;

  @TempDir private Path folder;

  /** How many times each feed has grown by {@link #ENTRIES}. */
  private final AtomicInteger round = new AtomicInteger(1);

  private String feed(String name) {
    int rounds = round.get();
    var items =
        IntStream.range(0, rounds * ENTRIES)
            .mapToObj(
                n ->
                    "<item><guid>%s-%d</guid><title>%s %d</title><description>%s</description></item>"
                        .formatted(name, n, name, n, "Words of this entry. ".repeat(40)))
            .collect(Collectors.joining());
    return "<rss version=\"2.0\"><channel><title>"
        + name
        + "</title><link>http://x.example/</link><description/>"
        + items
        + "</channel></rss>";
  }

  @Test
  void killedAgainAndAgainItLosesAndDoublesNothing() throws Exception {
    try (var publisher = Publisher.start()) {
      var feeds = new StringBuilder();
      for (int i = 0; i < FEEDS; i++) {
        var name = "f" + i;
        publisher.on("/" + name, _ -> Answer.feed(feed(name)));
        feeds.append("  - { id: %s, url: %s }\n".formatted(name, publisher.uri("/" + name)));
      }
      var config = folder.resolve("feeds.yml");
      Files.writeString(
          config,
          "polling: { every: 1s, min: 1s, max: 2s, timeout: 1s, per-host: 8, allow-addresses:"
              + " [127.0.0.0/8] }\nfeeds:\n"
              + feeds);

      var random = new Random(25);
      for (int kill = 0; kill < KILLS; kill++) {
        var feedloom = RunningFeedloom.start(config);
        feedloom.await("a feed", () -> !stored(feedloom).isEmpty());
        round.incrementAndGet();
        Thread.sleep(random.nextInt(1_500));
        feedloom.kill();
      }

      try (var feedloom = RunningFeedloom.start(config)) {
        assertThat(stored(feedloom).values())
            .allSatisfy(count -> assertThat(count % ENTRIES).isZero());
        int all = round.get() * ENTRIES;
        feedloom.await(
            "everything",
            () ->
                stored(feedloom).size() == FEEDS
                    && stored(feedloom).values().stream().allMatch(count -> count == all));
        var guids = guids(feedloom, "f0");
        assertThat(guids).doesNotHaveDuplicates().hasSize(all);
      }
    }
  }

  /** Entries by feed, as the program counts them. */
  private static Map<String, Integer> stored(RunningFeedloom feedloom) {
    var counts = new HashMap<String, Integer>();
    Pattern.compile("\"id\":\"(f\\d+)\".*?\"entries\":(\\d+)")
        .matcher(feedloom.get("/api/v1/feeds").body())
        .results()
        .filter(match -> !match.group(2).equals("0"))
        .forEach(match -> counts.put(match.group(1), Integer.valueOf(match.group(2))));
    return counts;
  }

  private static java.util.List<String> guids(RunningFeedloom feedloom, String feed) {
    return Pattern.compile("\"guid\":\"([^\"]+)\"")
        .matcher(feedloom.get("/api/v1/entries?limit=500&source=" + feed).body())
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
