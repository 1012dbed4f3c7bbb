package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A process that judges stored entries by one set of rules after the other and follows them with
 * the text index, until it is killed. Before each set of rules every feed gets {@link #NEW}
 * entries. After it the store is closed, which commits the index, and opened again. The process
 * prints each step.
 */
final class KilledJudge {
  static final List<FeedId> FEEDS = List.of(new FeedId("a"), new FeedId("b"));
  static final int NEW = 150;

  /** Entries of a kind have the word {@code kind<number>}. */
  static final int KINDS = 7;

  private static final Duration FOLLOWING = Duration.ofMillis(20);

  private KilledJudge() {}

  public static void main(String[] arguments) {
    int run = Integer.parseInt(arguments[1]);
    for (int turn = 1; true; turn++) {
      try (var store = Store.open(StorageSettings.ofUrl(arguments[0]), Path.of("."))) {
        store
            .feeds()
            .subscribe(
                FEEDS.stream().map(id -> Sample.subscription(id.value(), "tag")).toList(),
                Sample.NOON);
        FEEDS.forEach(feed -> grow(store, feed, run));
        for (var feed : FEEDS) {
          judge(store, feed, 1_000L * run + turn);
        }
      }
      System.out.println("> closed .");
    }
  }

  /** Adds entries, at a time when the leases of killed runs have ended. */
  private static void grow(Store store, FeedId feed, int run) {
    var before = store.feeds().byId(feed).orElseThrow().state();
    var now = before.nextPoll().plus(Duration.ofDays(1 + run));
    store
        .updates()
        .apply(
            update(
                store.leases().take(feed, now, Sample.LEASE).orElseThrow(), before.failures() + 1));
    System.out.println("> grew " + feed + " " + (before.failures() + 1) + " .");
  }

  private static Update update(Due due, int number) {
    var changes =
        IntStream.range(0, NEW)
            .mapToObj(i -> Sample.change(number, entry(number, i)))
            .toArray(Change[]::new);
    var update = Sample.update(due, due.leasedUntil(), changes);
    return SampleUpdate.of(
        due,
        KilledWriter.state(number),
        update.info(),
        List.of(),
        List.of(changes),
        Optional.empty(),
        RuleResult.NO_RULES,
        due.leasedUntil(),
        Sample.TOOK);
  }

  static Entry entry(int number, int i) {
    return Entry.builder(number + "-" + i)
        .title("Every title")
        .content("<p>Words of kind" + i % KINDS + "</p>")
        .categories(Sample.entry("x", "all").categories())
        .build();
  }

  private static void judge(Store store, FeedId feed, long rules) {
    var judging =
        store
            .rules()
            .update(feed, rules, Instant.EPOCH, (entry, _) -> judgement(entry.guid(), rules));
    while (judging.hasMore()) {
      judging.next();
      store.texts().follow(FOLLOWING);
    }
    System.out.println("> judged " + feed + " .");
  }

  /** Returns the result of rules for an entry. Each set of rules drops other entries. */
  static RuleResult judgement(String guid, long rules) {
    return (guid.hashCode() ^ rules * 31) % 3 == 0
        ? new RuleResult(true, Set.of(), List.of("dropped"))
        : RuleResult.NONE;
  }
}
