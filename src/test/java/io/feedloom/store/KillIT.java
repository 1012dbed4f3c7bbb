package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of an H2 database after its process was killed during writes. */
class KillIT {
  private static final int KILLS = 8;

  @TempDir Path folder;

  @Test
  void acknowledgedUpdatesAreStoredCompletelyAndOnce() throws Exception {
    var url = "jdbc:h2:" + folder.resolve("feedloom");
    var random = new Random(7);
    var acknowledged = new int[KilledWriter.FEEDS];
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged[0];
      writeAndKill(url, kill, acknowledged, 20 + random.nextInt(200));
      try (var store = Store.open(StorageSettings.ofUrl(url), folder)) {
        for (int feed = 0; feed < KilledWriter.FEEDS; feed++) {
          check(store, feed, acknowledged[feed]);
        }
      }
      assertThat(acknowledged[0]).isGreaterThanOrEqualTo(before);
    }
  }

  /** Records the last acknowledged update of each feed. */
  private static void writeAndKill(String url, int run, int[] acknowledged, int updates)
      throws IOException, InterruptedException {
    var process = Child.start(KilledWriter.class, url, String.valueOf(run));
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        var words = line.split(" ", -1);
        if (words.length == 4 && words[0].equals(">") && words[3].equals(".")) {
          acknowledged[Integer.parseInt(words[1])] = Integer.parseInt(words[2]);
          if (++seen == updates) {
            process.toHandle().destroyForcibly();
          }
        }
      }
      assertThat(seen).isGreaterThanOrEqualTo(updates);
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void check(Store store, int number, int acknowledged) {
    var feed = store.feeds().byId(KilledWriter.feed(number)).orElseThrow();
    int n = feed.state().failures();
    assertThat(n).isBetween(acknowledged, acknowledged + 1);
    var expected = expected(n);
    assertThat(guids(store, feed, new Scan.OfFeed(feed.id(), List.of())))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(guids(store, feed, new Scan.OfGroup(feed.group(), List.of())))
        .containsExactlyInAnyOrderElementsOf(expected);
    expected.remove("counter");
    assertThat(guids(store, feed, new Scan.OfCategory("all", Set.of(feed.group()), List.of())))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(feed.entries()).isEqualTo(n == 0 ? 0 : expected.size() + 1L);
    if (n > 0) {
      var counter =
          store.entries().byKey(new EntryKey(feed.number(), Digest.of("counter"))).orElseThrow();
      assertThat(counter.entry().title()).isEqualTo(String.valueOf(n));
    }
  }

  private static List<String> guids(Store store, FeedStatus feed, Scan.Branch branch) {
    var guids = new ArrayList<String>();
    for (StoredEntry entry : store.entries().newest(Sample.scan(Integer.MAX_VALUE / 4, branch))) {
      if (entry.feed().equals(feed.id())) {
        guids.add(entry.entry().guid());
      }
    }
    return guids;
  }

  private static Set<String> expected(int updates) {
    var guids = new TreeSet<String>();
    for (int n = 1; n <= updates; n++) {
      guids.add("counter");
      for (int i = 0; i < KilledWriter.NEW; i++) {
        guids.add(n + "-" + i);
      }
    }
    return guids;
  }
}
