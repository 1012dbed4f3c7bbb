package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.scan;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups: what they contain, and into what they are restored. */
abstract class BackupContract extends StoreContract {
  @TempDir private Path work;

  /** Returns a new database, other than that of the store. */
  abstract StorageSettings anotherDatabase();

  private void fill() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    arrive("a", change(1, "1"), change(2, "2"));
    arrive("b", change(3, "3"));
  }

  private Path backup() throws IOException {
    var file = work.resolve("backup");
    Files.deleteIfExists(file);
    var copy = Files.createTempDirectory(work, "copy");
    try (var look = Store.openToLook(settings(), folder, copy).orElseThrow();
        var out = Files.newOutputStream(file)) {
      look.backup(out);
    }
    return file;
  }

  private void restoredStoreHasAll(StorageSettings target, Path file) {
    Store.restore(target, folder, file);
    try (var restored = Store.open(target, folder)) {
      var feeds = List.of(subscription("a", "x"), subscription("b", "y"));
      restored.feeds().subscribe(feeds, NOON);
      assertThat(guids(restored.entries().newest(scan(50, ofFeed("a")))))
          .containsExactlyInAnyOrder("1", "2");
      var due = restored.leases().take(new FeedId("b"), NOON, LEASE).orElseThrow();
      assertThat(restored.updates().apply(update(due, NOON, change(4, "4")))).hasSize(1);
    }
  }

  @Test
  void backupOfARunningStoreIsRestoredWithAllEntries() throws IOException {
    fill();

    restoredStoreHasAll(anotherDatabase(), backup());
  }

  @Test
  void backupGoesIntoTheOtherKindOfDatabase() throws IOException {
    fill();

    restoredStoreHasAll(StorageSettings.ofUrl("jdbc:h2:./moved/feedloom"), backup());
  }

  @Test
  void databaseWithFeedsIsNotReplaced() throws IOException {
    fill();
    var file = backup();
    store.close();

    assertThatThrownBy(() -> Store.restore(settings(), folder, file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the database has feeds already");
  }

  @Test
  void everyDamageIsNoticedAndLeavesTheDatabaseEmpty() throws IOException {
    fill();
    var file = backup();
    var bytes = Files.readAllBytes(file);
    var target = anotherDatabase();
    for (int length : new int[] {0, 5, 30, bytes.length / 2, bytes.length - 9, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Store.restore(target, folder, file))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file.toString());
    }
    Files.writeString(file, "title: none\n");
    assertThatThrownBy(() -> Store.restore(target, folder, file))
        .hasMessageContaining("is no backup of Feedloom");

    Files.write(file, bytes);
    restoredStoreHasAll(target, file);
  }

  @Test
  void vacuumKeepsAllEntries() {
    fill();
    store.close();

    assertThat(Store.vacuum(settings(), folder).after()).isPositive();

    reopen();
    assertThat(newest(ofFeed("a"))).containsExactlyInAnyOrder("1", "2");
  }
}
