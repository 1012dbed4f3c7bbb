package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judging by changed rules and the text index, after the process was killed during both. */
class JudgingKillIT {
  private static final int KILLS = 6;
  private static final int MAX_ENTRIES = 100_000;
  private static final long LAST_RULES = -1;

  @TempDir private Path folder;
  private final Random random = new Random(11);

  /** The last update of each feed that the process reported as written. */
  private final Map<String, Integer> grown = new HashMap<>();

  @Test
  void killedJudgingIsFinishedAndTheIndexEqualsTheTable() throws Exception {
    var url = "jdbc:h2:" + folder.resolve("feedloom");
    for (int kill = 0; kill < KILLS; kill++) {
      judgeAndKill(url, kill, 3 + random.nextInt(8), random.nextInt(300));
      try (var store = Store.open(StorageSettings.ofUrl(url), folder)) {
        for (var feed : KilledJudge.FEEDS) {
          check(store, feed);
        }
      }
    }
    try (var store = Store.open(StorageSettings.ofUrl(url), folder)) {
      KilledJudge.FEEDS.forEach(feed -> judgeToTheEnd(store, feed));
      KilledJudge.FEEDS.forEach(feed -> check(store, feed));
    }
  }

  /** Kills the process some milliseconds after it printed some lines. */
  private void judgeAndKill(String url, int run, int things, int millis)
      throws IOException, InterruptedException {
    var process = Child.start(KilledJudge.class, url, String.valueOf(run));
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int reported = 0;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        var words = line.split(" ", -1);
        if (words[0].equals(">") && words[words.length - 1].equals(".")) {
          if (words[1].equals("grew")) {
            grown.put(words[2], Integer.valueOf(words[3]));
          }
          if (++reported == things) {
            Thread.sleep(millis);
            process.toHandle().destroyForcibly();
          }
        }
      }
      assertThat(reported).isGreaterThanOrEqualTo(things);
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private void check(Store store, FeedId feed) {
    int number = store.feeds().byId(feed).orElseThrow().state().failures();
    int reported = grown.getOrDefault(feed.value(), 0);
    assertThat(number).isBetween(reported, reported + 1);
    var shown = guids(store, feed, scan(feed));
    var dropped =
        store.entries().dropped(feed, MAX_ENTRIES).stream()
            .map(entry -> entry.entry().guid())
            .collect(Collectors.toSet());
    assertThat(shown).doesNotHaveDuplicates().doesNotContainAnyElementsOf(dropped);
    var both = new TreeSet<>(shown);
    both.addAll(dropped);
    assertThat(both).isEqualTo(expected(number));
    assertThat(store.feeds().byId(feed).orElseThrow().entries()).isEqualTo(shown.size());

    assertThat(guids(store, feed, category(store, feed))).isEqualTo(shown);
    assertThat(guids(store, feed, searching(feed, "every"))).isEqualTo(shown);
    for (int kind = 0; kind < KilledJudge.KINDS; kind++) {
      assertThat(guids(store, feed, searching(feed, "kind" + kind))).isEqualTo(of(shown, kind));
    }
  }

  /** Judges outdated feeds, as a new process does. */
  private static void judgeToTheEnd(Store store, FeedId feed) {
    assertThat(store.rules().outdated(Map.of(feed, LAST_RULES))).containsExactly(feed);
    var judging =
        store
            .rules()
            .update(
                feed,
                LAST_RULES,
                Instant.EPOCH,
                (entry, _) -> KilledJudge.judgement(entry.guid(), LAST_RULES));
    while (judging.hasMore()) {
      judging.next();
    }
    assertThat(store.rules().outdated(Map.of(feed, LAST_RULES))).isEmpty();
    assertThat(guids(store, feed, scan(feed)))
        .isNotEmpty()
        .allMatch(guid -> !KilledJudge.judgement(guid, LAST_RULES).dropped());
    assertThat(store.entries().dropped(feed, MAX_ENTRIES))
        .isNotEmpty()
        .allMatch(entry -> KilledJudge.judgement(entry.entry().guid(), LAST_RULES).dropped());
  }

  private static Set<String> expected(int number) {
    var guids = new TreeSet<String>();
    for (int n = 1; n <= number; n++) {
      for (int i = 0; i < KilledJudge.NEW; i++) {
        guids.add(n + "-" + i);
      }
    }
    return guids;
  }

  private static List<String> of(List<String> guids, int kind) {
    return guids.stream()
        .filter(guid -> Integer.parseInt(guid.replaceAll(".*-", "")) % KilledJudge.KINDS == kind)
        .toList();
  }

  private static Scan scan(FeedId feed) {
    return Sample.scan(MAX_ENTRIES, new Scan.OfFeed(feed, List.of()));
  }

  private static Scan category(Store store, FeedId feed) {
    int group = store.feeds().byId(feed).orElseThrow().group();
    return Sample.scan(MAX_ENTRIES, new Scan.OfCategory("all", Set.of(group), List.of()));
  }

  private static Scan searching(FeedId feed, String word) {
    return SearchContract.scan(
        SearchContract.words(word),
        MAX_ENTRIES,
        Optional.empty(),
        new Scan.OfFeed(feed, List.of()));
  }

  private static List<String> guids(Store store, FeedId feed, Scan scan) {
    return store.entries().newest(scan).stream()
        .filter(entry -> entry.feed().equals(feed))
        .map(entry -> entry.entry().guid())
        .toList();
  }
}
