package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.store.api.IndexBehind;
import io.feedloom.store.api.IndexFailed;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text index that is lost or damaged in use or before it is opened. */
class SearchHealingTest {
  private static final StorageSettings FILE = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  private static final Duration WORK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(FILE, folder);
    store.feeds().subscribe(List.of(subscription("a")), NOON);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = Store.open(FILE, folder);
  }

  private void arrive(int number) {
    var due = store.leases().take(new FeedId("a"), NOON, LEASE).orElseThrow();
    var entry = Entry.builder("g" + number).title("Heron number" + number).build();
    store.updates().apply(update(due, NOON, change(number, entry)));
  }

  private List<String> found(String word) {
    var groups =
        store.feeds().groups().stream().map(g -> new Scan.OfGroup(g.number(), List.of())).toList();
    var scan =
        SearchContract.scan(
            SearchContract.words(word), 50, Optional.empty(), groups.toArray(Scan.Branch[]::new));
    return store.entries().newest(scan).stream().map(StoredEntry::entry).map(Entry::guid).toList();
  }

  /** Searches until it succeeds. Only failures that become a 503 may occur. */
  private List<String> foundAtLast(String word) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return found(word);
      } catch (IndexFailed | IndexBehind e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private static List<String> guids(int count) {
    return IntStream.range(0, count).map(i -> count - 1 - i).mapToObj(i -> "g" + i).toList();
  }

  private Path texts() {
    return folder.resolve("data/feedloom.texts");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(texts())) {
      return files.filter(file -> !file.endsWith("write.lock")).toList();
    }
  }

  private void removeFolder() throws IOException {
    for (var file : files()) {
      Files.delete(file);
    }
    Files.deleteIfExists(texts().resolve("write.lock"));
    Files.delete(texts());
  }

  @Test
  void folderThatVanishesInUseIsCreatedAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      arrive(i);
      assertThat(found("heron")).hasSize(i + 1);
    }
    removeFolder();
    arrive(3);

    assertThat(foundAtLast("heron")).isEqualTo(guids(4));
    assertThat(files()).isNotEmpty();
  }

  @Test
  void followerAloneRebuildsTheIndex() throws Exception {
    arrive(0);
    assertThat(found("heron")).hasSize(1);
    removeFolder();
    arrive(1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean healed = false;
    while (!healed && System.nanoTime() < end) {
      try {
        store.texts().follow(WORK);
        healed = Files.exists(texts()) && !files().isEmpty();
      } catch (IndexFailed e) {
        Thread.sleep(20);
      }
    }

    assertThat(healed).isTrue();
    assertThat(foundAtLast("heron")).isEqualTo(guids(2));
  }

  @Test
  void truncatedFilesAreRebuiltAtTheNextStart() throws Exception {
    arrive(0);
    assertThat(found("heron")).hasSize(1);
    store.close();
    for (var file : files()) {
      Files.write(file, new byte[] {1, 2, 3});
    }
    reopen();

    assertThat(foundAtLast("heron")).isEqualTo(guids(1));
  }

  @Test
  void oneLostFileRebuildsTheIndex() throws Exception {
    arrive(0);
    assertThat(found("heron")).hasSize(1);
    store.close();
    for (var file : files()) {
      if (!file.getFileName().toString().startsWith("segments")) {
        Files.delete(file);
      }
    }
    reopen();

    assertThat(foundAtLast("heron")).isEqualTo(guids(1));
  }

  @Test
  void unusableFolderIsTriedAgainUntilItWorks() throws Exception {
    store.close();
    if (Files.exists(texts())) {
      removeFolder();
    }
    Files.writeString(texts(), "a file where a folder belongs");
    reopen();
    arrive(0);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> found("heron"))
          .isInstanceOf(IndexFailed.class)
          .hasMessageContaining("text index");
    }
    Files.delete(texts());

    assertThat(foundAtLast("heron")).isEqualTo(guids(1));
  }

  @Test
  void entryThatCannotBeIndexedDoesNotHideOthers() throws Exception {
    var due = store.leases().take(new FeedId("a"), NOON, LEASE).orElseThrow();
    var monster = "x".repeat(40_000);
    var entry =
        Entry.builder("monster")
            .title("Heron")
            .authors(List.of(io.feedloom.feed.Person.named(monster)))
            .build();
    store.updates().apply(update(due, NOON, change(0, entry)));
    arrive(1);

    assertThat(foundAtLast("heron")).contains("g1");
  }

  @Test
  void closedDatabaseIsNoFailureOfTheIndex() {
    arrive(0);
    assertThat(found("heron")).hasSize(1);
    store.close();

    assertThatThrownBy(() -> found("heron"))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(IndexFailed.class);
    open();
  }
}
