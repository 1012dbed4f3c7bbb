package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.entry;
import static io.feedloom.store.Sample.scan;
import static io.feedloom.store.Sample.update;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Scan.OfCategory;
import io.feedloom.feed.Scan.OfFeed;
import io.feedloom.feed.Scan.OfGroup;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The common part of the tests of the store. Each test runs on H2 and on PostgreSQL. */
abstract class StoreContract {
  @TempDir Path folder;

  private StorageSettings settings = StorageSettings.DEFAULT;
  Store store;

  /** Returns a database that no other test has used. */
  abstract StorageSettings freshDatabase();

  @BeforeEach
  final void open() {
    settings = freshDatabase();
    store = Store.open(settings, folder);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  final void reopen() {
    store.close();
    store = Store.open(settings, folder);
  }

  /** Replaces the database by another one. */
  final void openAnother() throws java.io.IOException {
    store.close();
    try (var files = java.nio.file.Files.list(folder)) {
      for (var file : files.toList()) {
        if (java.nio.file.Files.isDirectory(file)) {
          java.nio.file.Files.deleteIfExists(file.resolve("feedloom.mv.db"));
        }
      }
    }
    open();
  }

  final StorageSettings settings() {
    return settings;
  }

  final List<FeedGroup> subscribe(Subscription... subscriptions) {
    return store.feeds().subscribe(List.of(subscriptions), NOON);
  }

  final Due take(String feed) {
    return store.leases().take(new FeedId(feed), NOON, LEASE).orElseThrow();
  }

  final List<Arrival> arrive(String feed, Change... changes) {
    return arriveAt(feed, NOON, changes);
  }

  final List<Arrival> arriveAt(String feed, Instant at, Change... changes) {
    return store.updates().apply(update(take(feed), at, changes));
  }

  final int group(String feed) {
    return store.feeds().byId(new FeedId(feed)).orElseThrow().group();
  }

  final List<String> newest(Scan.Branch... branches) {
    return guids(store.entries().newest(scan(50, branches)));
  }

  static List<String> guids(List<StoredEntry> entries) {
    return entries.stream().map(entry -> entry.entry().guid()).toList();
  }

  static OfGroup ofGroup(int group, Clause... where) {
    return new OfGroup(group, List.of(where));
  }

  static OfFeed ofFeed(String feed, Clause... where) {
    return new OfFeed(new FeedId(feed), List.of(where));
  }

  static OfCategory ofCategory(String category, Set<Integer> groups, Clause... where) {
    return new OfCategory(category, groups, List.of(where));
  }
}
