package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Update;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Sql;
import io.feedloom.store.push.HubRequests;
import io.feedloom.store.push.HubTopics;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes with one PostgreSQL database. */
class SharedDatabaseIT {
  @TempDir Path folder;

  private StorageSettings settings = StorageSettings.DEFAULT;
  private Store one;
  private Store two;

  @BeforeEach
  void open() {
    settings = Postgres.freshDatabase();
    one = Store.open(settings, folder);
    two = Store.open(settings, folder);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void concurrentTakersNeverGetOneFeedTwice() throws Exception {
    var feeds = IntStream.range(0, 1_000).mapToObj(i -> subscription("f" + i)).toList();
    one.feeds().subscribe(feeds, NOON);
    var takers = new ArrayList<Callable<List<Due>>>();
    for (int i = 0; i < 8; i++) {
      takers.add(taker(i % 2 == 0 ? one : two));
    }

    var taken = new ArrayList<FeedId>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(takers)) {
        future.get().forEach(due -> taken.add(due.id()));
      }
    }

    assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void concurrentTakersNeverGetOnePageTwice() throws Exception {
    one.feeds().subscribe(List.of(subscription("a")), NOON);
    var due = one.leases().take(new FeedId("a"), NOON, LEASE).orElseThrow();
    var changes = IntStream.range(0, 500).mapToObj(i -> Sample.change(i, "e" + i)).toList();
    one.updates().apply(Sample.update(due, NOON, changes.toArray(Update.Change[]::new)));
    one.articles().refetch(new FeedId("a"), Optional.empty(), NOON);
    var takers = new ArrayList<Callable<List<ArticleJob>>>();
    for (int i = 0; i < 8; i++) {
      var store = i % 2 == 0 ? one : two;
      takers.add(
          () -> {
            var taken = new ArrayList<ArticleJob>();
            while (store.articles().nextDue().orElseThrow().equals(NOON)) {
              taken.addAll(store.articles().take(NOON, 7, LEASE));
            }
            return taken;
          });
    }

    var taken = new ArrayList<EntryKey>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(takers)) {
        future.get().forEach(job -> taken.add(job.key()));
      }
    }

    assertThat(taken).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void topicIsDeliveredByOneProcessAndTakenOverAfterItsLease() {
    HubContract.subscribe(
        one,
        HubContract.request(
            HubRequest.Mode.SUBSCRIBE, "/feed.atom", "a.example", "/1", LogPlace.after(0)));
    var known = two.hubTopics().all(new HubTopics.Known(-1, List.of()));
    long topic = known.topics().getFirst().id();
    two.hubTopics().mark(Map.of(topic, LogPlace.after(5)), 5, known.version());

    assertThat(one.hubTopics().take(NOON, 10, LEASE)).hasSize(1);
    two.hubTopics().mark(Map.of(topic, LogPlace.after(6)), 6, known.version());
    assertThat(two.hubTopics().take(NOON, 10, LEASE)).isEmpty();
    assertThat(one.hubTopics().take(NOON, 10, LEASE)).hasSize(1);
    one.hubTopics().renew(List.of(topic), NOON.plusSeconds(1), LEASE);
    assertThat(two.hubTopics().take(NOON.plus(LEASE), 10, LEASE)).isEmpty();
    assertThat(two.hubTopics().take(NOON.plusSeconds(1).plus(LEASE), 10, LEASE)).hasSize(1);
    one.hubTopics().settle(List.of(topic), NOON);
    assertThat(one.hubTopics().take(NOON.plusSeconds(2).plus(LEASE), 10, LEASE)).isEmpty();
  }

  @Test
  void concurrentTakersNeverGetOneRequestTwice() throws Exception {
    for (int i = 0; i < 200; i++) {
      one.hubRequests()
          .add(
              HubContract.request(
                  HubRequest.Mode.SUBSCRIBE, "/feed.atom", "h" + i, "/", LogPlace.after(0)),
              NOON,
              new HubRequests.Limits(10, 1_000));
    }
    var takers = new ArrayList<Callable<List<HubRequest.Leased>>>();
    for (int i = 0; i < 6; i++) {
      var store = i % 2 == 0 ? one : two;
      takers.add(
          () -> {
            var taken = new ArrayList<HubRequest.Leased>();
            while (store.hubRequests().nextDue().orElseThrow().equals(NOON)) {
              taken.addAll(store.hubRequests().take(NOON, 7, LEASE, 10, Map.of()));
            }
            return taken;
          });
    }
    var taken = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(takers)) {
        future.get().forEach(leased -> taken.add(leased.request().host()));
      }
    }

    assertThat(taken).hasSize(200).doesNotHaveDuplicates();
  }

  /** Opening for reading must not change a database that an older version uses. */
  @Test
  void readingADatabaseOfAnOlderVersionLeavesItUnchanged() throws Exception {
    try (var store = Store.openToLook(settings, folder, folder).orElseThrow()) {
      assertThat(store.feeds().all()).isEmpty();
    }
    try (var c = DriverManager.getConnection(settings.url(), "postgres", "postgres")) {
      Sql.run(
          c,
          """
          DELETE FROM "flyway_schema_history" WHERE "installed_rank" =
          (SELECT MAX("installed_rank") FROM "flyway_schema_history")
          """);
    }

    assertThatThrownBy(() -> Store.openToLook(settings, folder, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("'serve' migrates it");
    assertThat(one.feeds().all()).isEmpty();
  }

  /** Takes feeds until none is due. Others may lock some for a moment. */
  private static Callable<List<Due>> taker(Store store) {
    return () -> {
      var taken = new ArrayList<Due>();
      while (store.leases().nextDue().orElseThrow().equals(NOON)) {
        taken.addAll(store.leases().takeDue(NOON, 7, LEASE));
      }
      return taken;
    };
  }

  @Test
  void feedRequestedByManyGoesToOneTaker() throws Exception {
    one.feeds().subscribe(List.of(subscription("a")), NOON);
    var takers = new ArrayList<Callable<Optional<Due>>>();
    for (int i = 0; i < 8; i++) {
      var store = i % 2 == 0 ? one : two;
      takers.add(() -> store.leases().take(new FeedId("a"), NOON, LEASE));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var given = new ArrayList<Due>();
      for (var future : threads.invokeAll(takers)) {
        future.get().ifPresent(given::add);
      }
      assertThat(given).hasSize(1);
    }
  }

  @Test
  void bothProcessesCanSubscribeTheSameFeedsAtOnce() throws Exception {
    var feeds = IntStream.range(0, 500).mapToObj(i -> subscription("f" + i, "t" + i % 5)).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var groups =
          threads.invokeAll(
              List.<Callable<List<FeedGroup>>>of(
                  () -> one.feeds().subscribe(feeds, NOON),
                  () -> two.feeds().subscribe(feeds, NOON)));
      assertThat(groups.getFirst().get()).isEqualTo(groups.getLast().get()).hasSize(5);
    }
    assertThat(one.feeds().all()).hasSize(500);
  }

  @Test
  void entriesWithOneGuidThatArriveTogetherHaveDifferentIds() throws Exception {
    int feeds = 8;
    one.feeds()
        .subscribe(IntStream.range(0, feeds).mapToObj(i -> subscription("f" + i)).toList(), NOON);
    var keys = new ArrayList<EntryKey>();
    for (int round = 0; round < 5; round++) {
      var writers = new ArrayList<Callable<List<Arrival>>>();
      for (int i = 0; i < feeds; i++) {
        var store = i % 2 == 0 ? one : two;
        var feed = "f" + i;
        var guid = "same " + round;
        writers.add(() -> arrive(store, feed, guid, "Red"));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var arrived : threads.invokeAll(writers)) {
          keys.add(arrived.get().getFirst().key());
        }
      }
    }

    var ids = keys.stream().map(key -> id(one, key)).toList();

    assertThat(ids)
        .doesNotHaveDuplicates()
        .contains("same 0", "same 1", "same 2", "same 3", "same 4")
        .isEqualTo(keys.stream().map(key -> id(two, key)).toList());
  }

  private static String id(Store store, EntryKey key) {
    return store.entries().byKey(key).orElseThrow().name().in(_ -> true);
  }

  @Test
  void processSeesTheArrivalsOfOthersAndNotItsOwn() {
    one.feeds().subscribe(List.of(subscription("a", "java"), subscription("b")), NOON);
    long start = two.arrivals().end();
    var arrived = arrive(one, "a", "one", "Red");
    arrive(two, "b", "own", "blue");

    var heard = two.arrivals().ofOthersAfter(start, 100);

    assertThat(heard.complete()).isTrue();
    assertThat(heard.arrivals()).isEqualTo(arrived);
    assertThat(two.arrivals().ofOthersAfter(heard.sequence(), 100))
        .isEqualTo(new LoggedArrivals(heard.sequence(), true, List.of()));
    assertThat(two.arrivals().end()).isEqualTo(heard.sequence());
  }

  private static List<Arrival> arrive(Store store, String feed, String guid, String category) {
    var due = store.leases().take(new FeedId(feed), NOON, LEASE).orElseThrow();
    return store.updates().apply(update(due, NOON, change(1, guid, category)));
  }

  @Test
  void noArrivalIsMissedInAnyOrderOfCommits() throws Exception {
    int feeds = 16;
    int updates = 25;
    one.feeds()
        .subscribe(IntStream.range(0, feeds).mapToObj(i -> subscription("f" + i)).toList(), NOON);
    long start = two.arrivals().end();
    var writing = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader =
          threads.submit(
              () -> {
                var heard = new ArrayList<EntryKey>();
                var last = new LoggedArrivals(start, true, List.of());
                for (boolean more = true; more; ) {
                  more = writing.get() || !last.arrivals().isEmpty();
                  last = two.arrivals().ofOthersAfter(last.sequence(), 10);
                  assertThat(last.complete()).isTrue();
                  last.arrivals().forEach(arrival -> heard.add(arrival.key()));
                }
                return heard;
              });
      var writers = new ArrayList<Callable<List<EntryKey>>>();
      for (int i = 0; i < feeds; i++) {
        var feed = "f" + i;
        writers.add(() -> write(feed, updates));
      }
      var written = new ArrayList<EntryKey>();
      try {
        for (var writer : threads.invokeAll(writers)) {
          written.addAll(writer.get());
        }
      } finally {
        writing.set(false);
      }

      assertThat(reader.get()).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  private List<EntryKey> write(String feed, int updates) {
    var written = new ArrayList<EntryKey>();
    for (int i = 0; i < updates; i++) {
      arrive(one, feed, "e" + i, "c").forEach(arrival -> written.add(arrival.key()));
    }
    return written;
  }

  @Test
  void processFarBehindSeesThatItMissedSomething() {
    one.feeds().subscribe(List.of(subscription("a")), NOON);
    arrive(one, "a", "one", "c");

    assertThat(two.arrivals().ofOthersAfter(two.arrivals().end() + 5, 10).complete()).isFalse();
    assertThat(two.arrivals().ofOthersAfter(-5, 10).complete()).isFalse();
  }

  @Test
  void wrongPasswordOrDatabaseIsReported() {
    var nowhere =
        new StorageSettings(
            settings.url() + "_none", settings.user(), Optional.of(new Secret("hush")));

    assertThatThrownBy(() -> Store.open(nowhere, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no such database")
        .message()
        .doesNotContain("hush");
  }
}
