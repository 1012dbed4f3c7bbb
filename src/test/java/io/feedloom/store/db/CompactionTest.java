package io.feedloom.store.db;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.Sample;
import io.feedloom.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shrinking the file of an H2 database in use. */
class CompactionTest {
  private static final int FEEDS = 12;
  private static final int ROUNDS = 4;
  private static final int ENTRIES = 20;
  private static final StorageSettings FILE = StorageSettings.ofUrl("jdbc:h2:./feedloom");

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private Store store;

  @BeforeEach
  void fill() {
    store = Store.open(FILE, folder);
    store.feeds().subscribe(feeds(FEEDS), NOON);
    for (int round = 0; round < ROUNDS; round++) {
      for (int feed = 0; feed < FEEDS; feed++) {
        write(feed, round);
      }
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<Subscription> feeds(int count) {
    return IntStream.range(0, count).mapToObj(i -> subscription("f" + i, "tag")).toList();
  }

  private void write(int feed, int round) {
    var at = NOON.plus(Duration.ofDays(round));
    var due = store.leases().take(new FeedId("f" + feed), at, Sample.LEASE).orElseThrow();
    var changes =
        IntStream.range(0, ENTRIES)
            .mapToObj(i -> Sample.change(round, entry(round + "-" + i)))
            .toArray(Change[]::new);
    store.updates().apply(Sample.update(due, at, changes));
  }

  /** Returns two kilobytes that cannot be compressed. */
  private Entry entry(String guid) {
    var text = new StringBuilder();
    while (text.length() < 2_500) {
      text.append(Long.toString(random.nextLong(), Character.MAX_RADIX));
    }
    return Entry.builder(guid).title(guid).content(text.toString()).build();
  }

  private long bytes() throws IOException {
    return Files.size(folder.resolve("feedloom.mv.db"));
  }

  /** Deletes all feeds but the first. */
  private void deleteMost() {
    store.feeds().subscribe(feeds(1), NOON);
    var later = NOON.plus(Duration.ofDays(99));
    for (int feed : store.retention().unsubscribed(later)) {
      while (store.retention().forgetFeed(feed, later, 100).count() > 0) {
        assertThat(feed).isPositive();
      }
    }
  }

  private List<String> stored() {
    var branch = new Scan.OfFeed(new FeedId("f0"), List.of());
    return store.entries().newest(Sample.scan(1_000, branch)).stream()
        .map(entry -> entry.entry().title())
        .toList();
  }

  @Test
  void fileInUseShrinksAfterADeletion() throws IOException {
    long full = bytes();
    var kept = stored();
    deleteMost();

    long given = store.storage().compact(() -> true);

    assertThat(given).isPositive();
    assertThat(bytes()).isLessThan(full / 2);
    assertThat(stored()).isEqualTo(kept).hasSize(ROUNDS * ENTRIES);
    write(0, ROUNDS);
    store.close();
    store = Store.open(FILE, folder);
    assertThat(stored()).hasSize((ROUNDS + 1) * ENTRIES).containsAll(kept);
  }

  @Test
  void readerContinuesDuringACompaction() {
    deleteMost();
    var kept = stored();
    var done = new AtomicBoolean();
    var reader =
        CompletableFuture.supplyAsync(
            () -> {
              boolean same = true;
              do {
                same &= stored().equals(kept);
              } while (same && !done.get());
              return same;
            });

    store.storage().compact(() -> true);

    done.set(true);
    assertThat(reader.join()).isTrue();
    assertThat(stored()).isEqualTo(kept);
  }

  @Test
  void compactionEndsWhenNothingIsLeftAndOnRequest() throws IOException {
    deleteMost();
    long full = bytes();

    assertThat(store.storage().compact(() -> false)).isZero();
    assertThat(bytes()).isEqualTo(full);
    store.storage().compact(() -> true);

    assertThat(store.storage().compact(() -> true)).isLessThan(bytes() / 10);
  }

  @Test
  void fileWithLittleUnusedSpaceIsNotCompacted() {
    assertThat(Compaction.isWorthwhile(2 << 20, 90, 60)).as("46 % of 2 MiB").isFalse();
    assertThat(Compaction.isWorthwhile(2 << 20, 80, 60)).as("52 % of 2 MiB").isTrue();
    assertThat(Compaction.isWorthwhile(1L << 40, 94, 97)).as("9 % of a terabyte").isFalse();
    assertThat(Compaction.isWorthwhile(1L << 40, 94, 95)).as("11 % of it").isTrue();
  }

  @Test
  void smallFileIsNotCompacted() throws IOException {
    store.close();
    Files.delete(folder.resolve("feedloom.mv.db"));
    store = Store.open(FILE, folder);
    store.feeds().subscribe(feeds(2), NOON);
    write(0, 0);
    write(1, 0);
    store.storage().compact(() -> true);
    for (int i = 1; i <= 40; i++) {
      var at = NOON.plus(Duration.ofDays(i));
      var due = store.leases().take(new FeedId("f0"), at, Sample.LEASE).orElseThrow();
      store.updates().apply(Sample.update(due, at));
    }
    long before = bytes();
    assertThat(before).isLessThan(1 << 20);
    var steps = new AtomicInteger();

    store.storage().compact(() -> steps.incrementAndGet() > 0);

    assertThat(bytes()).isEqualTo(before);
    assertThat(steps).as("one step, which changes nothing").hasValue(1);
  }
}
