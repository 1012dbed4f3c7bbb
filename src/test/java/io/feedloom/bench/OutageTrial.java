package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One Feedloom with its publishers, its readers, its admin and its outages. */
final class OutageTrial implements AutoCloseable {
  private static final int READERS = 3;

  final String name;
  final LivelyFarm farm;
  final FeedsEdits edits;
  final Feedloom feedloom;
  final RandomReaders readers;
  final OutageTurns turns;

  /** Faults of this tool. */
  final Queue<Throwable> mishaps = new ConcurrentLinkedQueue<>();

  private final Random random;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Thread> outageThreads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * Starts a Feedloom.
   *
   * @param storage the options of {@code storage}, in YAML
   */
  OutageTrial(String name, Path folder, String storage, List<Outage> outages, Random random)
      throws IOException {
    Files.createDirectories(folder);
    this.name = name;
    this.random = random;
    this.farm = new LivelyFarm(name);
    var head =
        """
        title: Outages
        storage: %s
        retention: { per-feed: 1000000 }
        polling: { every: 5s, min: 5s, max: 20s, timeout: 5s, allow-addresses: [127.0.0.0/8] }
        """
            .formatted(storage);
    var file = folder.resolve("feeds.yml");
    this.edits = new FeedsEdits(file, head, farm, new Random(random.nextLong()));
    edits.saveFullForm();
    this.feedloom = Feedloom.start(folder, Files.readString(file));
    this.readers = new RandomReaders(feedloom, farm);
    this.turns = new OutageTurns(name, outages, new Random(random.nextLong()));
  }

  /** Begins to publish, read, edit and fail. */
  void begin() throws IOException, InterruptedException {
    feedloom.awaitReady();
    var publishing = new Random(random.nextLong());
    run(threads, "publisher", () -> farm.publish(publishing, this::mayContinue));
    run(threads, "admin", () -> edits.edit(this::mayContinue));
    for (int i = 0; i < READERS; i++) {
      var reading = new Random(random.nextLong());
      run(threads, "reader", () -> readers.read(reading, this::mayContinue));
    }
    run(outageThreads, "outages", turns::run);
  }

  private boolean mayContinue() {
    return !stopping;
  }

  private void run(List<Thread> group, String job, Outage.Step work) {
    group.add(
        Thread.ofPlatform()
            .daemon()
            .name(name + " " + job)
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (Exception | Error e) {
                    mishaps.add(e);
                  }
                }));
  }

  /** Lifts all outages, stops publishing, reading and editing, and saves the full feeds.yml. */
  void end() throws IOException, InterruptedException {
    turns.stop();
    join(outageThreads);
    stopping = true;
    join(threads);
    edits.saveFullForm();
  }

  private void join(List<Thread> group) throws InterruptedException {
    for (var thread : group) {
      if (!thread.join(Duration.ofMinutes(2))) {
        mishaps.add(new IllegalStateException(thread.getName() + " does not end"));
      }
    }
  }

  @Override
  public void close() {
    turns.stop();
    stopping = true;
    feedloom.close();
    farm.close();
  }
}
