package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.api.IndexBehind;
import io.feedloom.store.api.IndexFailed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text index on a full disk: a small file system in memory, which only root can mount. */
class SearchDiskIT {
  private static final StorageSettings FILE = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  private static final int DISK_MIB = 4;
  private static final int WORDS = 300;
  private static final int ENTRIES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path disk;
  private @Nullable SmallDisk mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = folder.resolve("data/feedloom.texts");
    mounted = SmallDisk.mount(disk, DISK_MIB);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted != null) {
      mounted.unmount();
    }
  }

  private static Change entry(int number) {
    var random = new Random(number);
    var text = new StringBuilder("heron");
    for (int i = 0; i < WORDS; i++) {
      text.append(' ').append(Long.toString(random.nextLong() >>> 1, 36));
    }
    return change(
        number, Entry.builder("g" + number).title("Heron").content(text.toString()).build());
  }

  private static void arrive(Store store, int from) {
    var due = store.leases().take(new FeedId("a"), NOON, LEASE).orElseThrow();
    store
        .updates()
        .apply(
            update(
                due,
                NOON,
                IntStream.range(from, from + ENTRIES)
                    .mapToObj(SearchDiskIT::entry)
                    .toArray(Change[]::new)));
  }

  private static int found(Store store) {
    var groups =
        store.feeds().groups().stream().map(g -> new Scan.OfGroup(g.number(), List.of())).toList();
    return store
        .entries()
        .newest(
            SearchContract.scan(
                SearchContract.words("heron"),
                1_000,
                Optional.empty(),
                groups.toArray(Scan.Branch[]::new)))
        .size();
  }

  @Test
  void searchIsRefusedWhileTheDiskIsFullAndFindsEverythingLater() throws Exception {
    try (var store = Store.open(FILE, folder)) {
      store.feeds().subscribe(List.of(subscription("a")), NOON);
      arrive(store, 0);
      assertThat(found(store)).isEqualTo(ENTRIES);
      var filler = fill();
      String refusal = "";
      for (int from = ENTRIES; refusal.isEmpty(); from += ENTRIES) {
        arrive(store, from);
        refusal = refusal(store);
      }
      assertThat(refusal).contains("the disk is full");
      var entries = store.feeds().all().getFirst().entries();
      Files.delete(filler);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!refusal(store).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(20);
      }

      assertThat(found(store)).isEqualTo((int) entries);
    }
  }

  private static String refusal(Store store) {
    try {
      found(store);
      return "";
    } catch (IndexFailed | IndexBehind e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Path fill() throws IOException {
    var filler = disk.resolve("filler");
    try (var file = new RandomAccessFile(filler.toFile(), "rw")) {
      byte[] block = new byte[64 << 10];
      while (disk.toFile().getUsableSpace() > block.length) {
        file.write(block);
      }
    }
    return filler;
  }
}
