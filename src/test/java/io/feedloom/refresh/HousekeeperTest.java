package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.RetentionSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfos;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Retention;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update;
import io.feedloom.health.Health;
import io.feedloom.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each feed's entries are kept as its admin wants. */
class HousekeeperTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RetentionSettings GENERAL = new RetentionSettings(Duration.ofDays(30), 5);

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(StorageSettings.ofUrl("jdbc:h2:mem:" + folder.getFileName()), folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Subscription feed(String name, Retention retention) {
    var url = URI.create("https://" + name + ".example/");
    var plain = Subscription.of(url, Set.of());
    return new Subscription(
        new FeedId(name),
        url,
        plain.title(),
        plain.tags(),
        false,
        plain.every(),
        plain.auth(),
        plain.headers(),
        plain.include(),
        plain.exclude(),
        false,
        retention,
        plain.cleaning());
  }

  private static Retention keep(int days) {
    return new Retention(Optional.of(Duration.ofDays(days)), OptionalInt.empty(), false);
  }

  private static Retention keep(int days, int perFeed) {
    return new Retention(Optional.of(Duration.ofDays(days)), OptionalInt.of(perFeed), false);
  }

  /** At noon the feed carried ten entries, then none. */
  private void read(Subscription feed) {
    read(
        feed.id(),
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new Update.Change(
                        Digest.of("e" + i),
                        i,
                        NOON.plusSeconds(i),
                        true,
                        Entry.builder("e" + i).title("e" + i).build()))
            .toArray(Update.Change[]::new));
    read(feed.id());
  }

  private void read(FeedId feed, Update.Change... changes) {
    var due = store.leases().take(feed, NOON, Duration.ofMinutes(5)).orElseThrow();
    store
        .updates()
        .apply(
            SampleUpdate.of(
                due,
                PollState.unpolled(NOON),
                Optional.of(FeedInfos.of(Pace.NONE)),
                List.of(),
                List.of(changes),
                Optional.of(Arrays.stream(changes).mapToLong(Update.Change::id).toArray()),
                RuleResult.NO_RULES,
                NOON,
                Duration.ZERO));
  }

  private Map<String, Long> left(int daysLater, List<Subscription> feeds) {
    var clock = InstantSource.fixed(NOON.plus(Duration.ofDays(daysLater)).plusSeconds(60));
    var plan = Housekeeper.Plan.of(GENERAL, feeds);
    try (var keeper = new Housekeeper(store, clock, plan, _ -> {}, new Health(clock, _ -> {}))) {
      keeper.clean();
    }
    var left = new TreeMap<String, Long>();
    store.feeds().all().forEach(feed -> left.put(feed.id().value(), feed.entries()));
    return left;
  }

  @Test
  void retentionOfAFeedReplacesTheGeneralOne() {
    var few = new Retention(Optional.empty(), OptionalInt.of(2), false);
    var feeds =
        List.of(
            feed("all", Retention.GENERAL),
            feed("few", few),
            feed("long", keep(90)),
            feed("many", keep(90, 100)),
            feed("short", keep(1, 100)));
    store.feeds().subscribe(feeds, NOON);
    feeds.forEach(this::read);

    assertThat(left(0, feeds).values()).containsExactly(5L, 2L, 5L, 10L, 10L);
    assertThat(left(2, feeds).values()).containsExactly(5L, 2L, 5L, 10L, 0L);
    assertThat(left(30, feeds).values()).containsExactly(0L, 0L, 5L, 10L, 0L);
    assertThat(left(90, feeds).values()).containsOnly(0L);
  }

  /** Text that cannot be packed. */
  private static String noise(Random random) {
    return random.longs(200).mapToObj(Long::toHexString).collect(Collectors.joining());
  }

  @Test
  void deletedEntriesMakeTheFileSmaller() throws IOException {
    store.close();
    store = Store.open(StorageSettings.ofUrl("jdbc:h2:./feedloom"), folder);
    var brief = feed("short", keep(1, 10_000));
    store.feeds().subscribe(List.of(brief), NOON);
    fill(brief.id(), 10, "");
    read(brief.id());
    long before = Files.size(folder.resolve("feedloom.mv.db"));
    var clock = InstantSource.fixed(NOON.plus(Duration.ofDays(2)));

    try (var keeper =
        new Housekeeper(
            store,
            clock,
            Housekeeper.Plan.of(GENERAL, List.of(brief)),
            _ -> {},
            new Health(clock, _ -> {}))) {
      keeper.round();
    }

    assertThat(store.feeds().byId(brief.id()).orElseThrow().entries()).isZero();
    assertThat(Files.size(folder.resolve("feedloom.mv.db"))).isLessThan(before / 2);
  }

  /** Stores entries that cannot be compressed, a hundred at a time. */
  private void fill(FeedId feed, int times, String prefix) {
    var random = new Random(1);
    for (int n = 0; n < times; n++) {
      int round = n;
      read(
          feed,
          IntStream.range(0, 100)
              .mapToObj(i -> Entry.builder(prefix + round + "-" + i).content(noise(random)).build())
              .map(e -> new Update.Change(Digest.of(e.guid()), 1, NOON, true, e))
              .toArray(Update.Change[]::new));
    }
  }

  @Test
  void fileThatGrewMuchIsCompactedBeforeTheNextRound() {
    store.close();
    store = Store.open(StorageSettings.ofUrl("jdbc:h2:./feedloom"), folder);
    var feed = feed("busy", keep(30, 10_000));
    store.feeds().subscribe(List.of(feed), NOON);
    var clock = InstantSource.fixed(NOON);

    try (var keeper =
        new Housekeeper(
            store,
            clock,
            Housekeeper.Plan.of(GENERAL, List.of(feed)),
            _ -> {},
            new Health(clock, _ -> {}))) {
      fill(feed.id(), 1, "few");
      assertThat(keeper.hasGrown()).isFalse();
      while (store.storage().size() < 20 << 20) {
        fill(feed.id(), 5, "size " + store.storage().size() + " ");
      }
      assertThat(keeper.hasGrown()).isTrue();
      keeper.round();
      assertThat(keeper.hasGrown()).isFalse();
    }
  }
}
