package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Two Feedlooms, one on H2 and one on PostgreSQL, while everything outside of them fails by turns:
 * the database server, the disks, feeds.yml and some publishers. Readers ask all the time. Checks
 * afterwards that nothing was lost, doubled or asked for too often, and exits with 1 if a check
 * fails.
 */
public final class Outages {
  private static final Duration TICK = Duration.ofMillis(20);

  private final int minutes;
  private final long seed;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile long longestPauseNanos;

  private Outages(int minutes, long seed) {
    this.minutes = minutes;
    this.seed = seed;
  }

  /** {@code scripts/outages [MINUTES [SEED]]}. */
  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime() % 1_000_000;
    var outages = new Outages(minutes, seed);
    var cleanup = new Thread(outages::close);
    Runtime.getRuntime().addShutdownHook(cleanup);
    boolean hold;
    try {
      hold = outages.run();
    } finally {
      outages.close();
    }
    System.out.printf("%n%s%n", hold ? "All checks hold." : "A check FAILS.");
    System.exit(hold ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf("%d minutes, seed %d%n", minutes, seed);
    var folder = closing(Scratch.create()).folder();
    System.out.println("Files are in " + folder + " meanwhile.");
    var random = new Random(seed);
    boolean hasDisks = SmallDisk.isPossible(folder);
    if (!hasDisks) {
      System.out.println("Skipped: full disks, because this user cannot mount a tmpfs.");
    }
    var trials = List.of(onH2(folder, hasDisks, random), onPostgres(folder, hasDisks, random));
    watchPauses();
    for (var trial : trials) {
      trial.begin();
    }
    Thread.sleep(Duration.ofMinutes(minutes));
    for (var trial : trials) {
      trial.end();
    }
    long lifted = System.nanoTime();
    boolean hold = true;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var checks = trials.stream().map(trial -> new OutageChecks(trial, lifted)).toList();
      var recoveries =
          threads.invokeAll(checks.stream().map(it -> (Recovery) it::awaitRecovery).toList());
      for (int i = 0; i < trials.size(); i++) {
        hold &= checks.get(i).run(recoveries.get(i).get());
        keepLog(trials.get(i));
      }
    }
    System.out.printf(
        Locale.ROOT, "%nThis machine paused for up to %.2f s.%n", longestPauseNanos / 1e9);
    return hold;
  }

  /** Waits for a recovery. */
  private interface Recovery extends Callable<Optional<Duration>> {}

  private OutageTrial onH2(Path scratch, boolean hasDisks, Random random) throws Exception {
    var folder = scratch.resolve("h2");
    var data = folder.resolve("data");
    var texts = data.resolve("feedloom.texts");
    var outages = new ArrayList<Outage>();
    if (hasDisks) {
      var disk = closing(SmallDisk.mount(data, 200 + 4 * minutes));
      var index = closing(SmallDisk.mount(texts, 50 + 2 * minutes));
      outages.add(Outage.ofDisk("the disk of the database is full", disk));
      outages.add(Outage.ofDisk("the disk of the index is full", index));
    }
    outages.add(Outage.ofLostFiles("the index is lost", texts));
    return closing(
        new OutageTrial("h2", folder, "{ url: \"jdbc:h2:./data/feedloom\" }", outages, random));
  }

  private OutageTrial onPostgres(Path scratch, boolean hasDisks, Random random) throws Exception {
    var folder = scratch.resolve("postgresql");
    var texts = folder.resolve("data/texts");
    var server = closing(LocalPostgres.start(scratch));
    var outages = new ArrayList<>(Outage.ofServer(server));
    if (hasDisks) {
      var index = closing(SmallDisk.mount(texts, 50 + 2 * minutes));
      outages.add(Outage.ofDisk("the disk of the index is full", index));
    }
    outages.add(Outage.ofLostFiles("the index is lost", texts));
    var storage = "{ url: \"%s\", user: postgres, password: postgres }".formatted(server.url());
    return closing(new OutageTrial("postgresql", folder, storage, outages, random));
  }

  private synchronized <T extends AutoCloseable> T closing(T it) {
    open.push(it);
    return it;
  }

  /** Measures for how long nothing on this machine went on, whatever the cause. */
  private void watchPauses() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                for (long last = System.nanoTime(); ; ) {
                  Thread.sleep(TICK);
                  long now = System.nanoTime();
                  longestPauseNanos = Math.max(longestPauseNanos, now - last - TICK.toNanos());
                  last = now;
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void keepLog(OutageTrial trial) throws IOException {
    var kept = Path.of("target", "outages-" + trial.name + ".log");
    var root = Path.of(System.getProperty("feedloom.root", "."));
    var file = Files.write(root.resolve(kept), Files.readAllBytes(trial.feedloom.log()));
    System.out.println("  Its log is in " + file);
  }

  private synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("Not cleaned up: " + e);
      }
    }
  }
}
