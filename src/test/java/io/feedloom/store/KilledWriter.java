package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A process that writes until it is killed. Update n of a feed adds {@link #NEW} entries, writes n
 * into the entry {@code counter} and sets the failures of the poll state to n. Then the process
 * prints it. From time to time it compacts the file while other threads write.
 */
final class KilledWriter {
  static final int FEEDS = 4;
  static final int NEW = 5;

  /** The number of updates of a feed between two compactions. */
  private static final int COMPACTED = 10;

  private KilledWriter() {}

  static FeedId feed(int number) {
    return new FeedId("f" + number);
  }

  public static void main(String[] arguments) throws InterruptedException {
    int run = Integer.parseInt(arguments[1]);
    var store = Store.open(StorageSettings.ofUrl(arguments[0]), Path.of("."));
    store
        .feeds()
        .subscribe(
            IntStream.range(0, FEEDS).mapToObj(i -> Sample.subscription("f" + i, "tag")).toList(),
            Sample.NOON);
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < FEEDS; i++) {
      int number = i;
      writers.add(Thread.ofPlatform().start(() -> write(store, number, run)));
    }
    for (var writer : writers) {
      writer.join();
    }
  }

  /** Writes one update, at a time when the leases of killed runs have ended. */
  private static void write(Store store, int feed, int run) {
    var status = store.feeds().byId(feed(feed)).orElseThrow();
    var now = status.state().nextPoll().plus(Duration.ofDays(1 + run));
    for (int n = status.state().failures() + 1; true; n++) {
      var due = store.leases().take(feed(feed), now, Sample.LEASE).orElseThrow();
      store.updates().apply(update(due, n));
      System.out.println("> " + feed + " " + n + " .");
      if (n % COMPACTED == 0) {
        store.storage().compact(() -> true);
      }
    }
  }

  private static Update update(Due due, int n) {
    var changes = new ArrayList<Change>();
    var counter = Entry.builder("counter").title(String.valueOf(n)).build();
    changes.add(Sample.change(0, counter));
    for (int i = 0; i < NEW; i++) {
      changes.add(Sample.change(n, n + "-" + i, "all", "n" + n % 10));
    }
    var at = due.leasedUntil();
    return SampleUpdate.of(
        due, state(n), Optional.of(Sample.info("F")), List.of(), changes, at, Sample.TOOK);
  }

  /** Returns the state after the poll with this number. */
  static PollState state(int n) {
    var s = Sample.polled(Sample.NOON.plus(Duration.ofDays(n)));
    return s.withLast(s.last().withFailures(n));
  }
}
