package io.feedloom.bench;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Postponed;
import io.feedloom.select.Selections;
import io.feedloom.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;

/** Measures 5,000 feeds with slow answers, 100,000 idle ones, and leases among a million. */
public final class ScaleBench {
  private static final int SLOW_FEEDS = 5_000;
  private static final int HOSTS = 100;
  private static final Duration DELAY = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ROUNDS = 3;
  private static final int BATCH = 250;
  private static final int TAKES = 40;

  /** The state of a polled feed, of the usual size. */
  private static final String STATE =
      """
      {"etag":"W/\\"5d8c72a5edda8-6a3f\\"","lastModified":"Tue, 03 Nov 2026 10:11:12 GMT",\
      "digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","failures":0,\
      "nextPoll":"2026-11-25T12:00:00Z","reason":"its interval is 1 h at present",\
      "lastPoll":"2026-11-24T11:00:00Z","lastSuccess":"2026-11-24T11:00:00Z",\
      "outcome":"UNCHANGED","message":"not modified","status":304,"pace":{"ttl":"PT1H"},\
      "interval":"PT1H3M"}\
      """;

  private ScaleBench() {}

  /** {@code scripts/bench scale}. */
  public static void main(String[] args) throws IOException, InterruptedException, SQLException {
    Report.title("Scale");
    slow();
    shutdown();
    idle();
    take();
  }

  private static void slow() throws IOException, InterruptedException {
    try (var scratch = Scratch.create();
        var farm = BulkFarmProcess.start(scratch, SLOW_FEEDS, 1, HOSTS, DELAY);
        var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("20s"))) {
      feedloom.awaitReady();
      farm.awaitAll(PATIENCE);
      feedloom.awaitEntries(SLOW_FEEDS, PATIENCE);
      var seconds = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(Duration.ofSeconds(2));
        feedloom.child().sleep(Duration.ofSeconds(25), farm::resetCounters);
        seconds.add(farm.awaitAll(PATIENCE).seconds() + DELAY.toMillis() / 1e3);
      }
      double median = Report.median(seconds.stream().mapToDouble(it -> it).toArray());
      Report.section(
          "%,d feeds on %d hosts, each answering 304 after %d ms, median of %d"
              .formatted(SLOW_FEEDS, HOSTS, DELAY.toMillis(), ROUNDS));
      Report.line("s, first request to last answer", median, "s");
      Report.line("feeds/s", SLOW_FEEDS / median, "feeds/s");
      Report.line("MiB resident, peak", (double) feedloom.child().peakMemory().orElse(0), "MiB");
    }
  }

  private static void shutdown() throws IOException, InterruptedException {
    try (var scratch = Scratch.create();
        var farm = BulkFarmProcess.start(scratch, SLOW_FEEDS, 1, HOSTS, Duration.ofSeconds(60))) {
      int underWay;
      long begun;
      try (var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("20s"))) {
        feedloom.awaitReady();
        underWay = awaitRequests(farm, 1_000);
        begun = System.nanoTime();
      }
      Report.section("SIGTERM while %,d polls are under way".formatted(underWay));
      Report.line("s until the process has ended", (System.nanoTime() - begun) / 1e9, "s");
    }
  }

  private static int awaitRequests(BulkFarmProcess farm, int most)
      throws IOException, InterruptedException {
    int requests = farm.asked().requests();
    while (requests < most) {
      Thread.sleep(50);
      requests = farm.asked().requests();
    }
    return requests;
  }

  private static void idle() throws IOException, InterruptedException, SQLException {
    int feeds = 100_000;
    try (var scratch = Scratch.create()) {
      var yml = new StringBuilder("storage: { url: \"jdbc:h2:./data/feedloom\" }\nfeeds:\n");
      for (int i = 0; i < feeds; i++) {
        yml.append(
            "  - { url: \"https://blog-%d.example.org/feed.xml\", tags: [t%d, u%d] }\n"
                .formatted(i, i % 20, i % 7));
      }
      var folder = scratch.folder();
      Report.section("%,d feeds in feeds.yml, none due".formatted(feeds));
      subscribe(folder, Files.writeString(scratch.file("feeds.yml"), yml));
      long begun = System.nanoTime();
      try (var feedloom = Feedloom.start(folder, yml.toString())) {
        long ready = feedloom.awaitReady();
        Report.line("s from start to ready", (ready - begun) / 1e9, "s");
        Thread.sleep(Duration.ofSeconds(5));
        var cpu = feedloom.child().cpu();
        Thread.sleep(Duration.ofSeconds(10));
        double used = feedloom.child().cpu().minus(cpu).toMillis() / 1e4;
        var vitals = Vitals.of(feedloom.child());
        Report.line("MiB of heap after a collection", vitals.heap(), "MiB", 512, "the heap");
        Report.line("MiB resident", (double) vitals.memory(), "MiB");
        Report.line("threads", vitals.threads(), "");
        Report.line("CPU s a second", used, "s");
      }
    }
  }

  /** Stores the feeds as if they had all been polled, so that no request is sent. */
  private static void subscribe(Path folder, Path file) throws SQLException {
    if (!(FeedsFile.read(file, Map.of(), Selections::fault) instanceof Loaded.Valid loaded)) {
      throw new IllegalStateException("the benchmark's own feeds.yml has faults");
    }
    try (var store = Store.open(StorageSettings.ofUrl("jdbc:h2:./data/feedloom"), folder)) {
      store.feeds().subscribe(loaded.settings().subscriptions(), Instant.EPOCH);
    }
    try (var c = DriverManager.getConnection(url(folder));
        var set = c.prepareStatement("UPDATE feed SET due = ?, state = ?, leased_until = 0")) {
      set.setLong(1, Instant.now().plus(Duration.ofHours(12)).toEpochMilli());
      set.setString(2, STATE);
      set.executeUpdate();
    }
  }

  private static String url(Path folder) {
    return "jdbc:h2:" + folder.resolve("data/feedloom");
  }

  private static void take() throws IOException, SQLException {
    Report.section("Taking %d due feeds, median of %d".formatted(BATCH, TAKES));
    double first = takeOf(1_000);
    Report.line("ms of 1,000 feeds", first, "ms");
    for (int feeds : new int[] {100_000, 1_000_000}) {
      Report.line("ms of %,d feeds".formatted(feeds), takeOf(feeds), "ms", first, "of 1,000 feeds");
    }
  }

  private static double takeOf(int feeds) throws IOException, SQLException {
    try (var scratch = Scratch.create()) {
      var settings = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
      Store.open(settings, scratch.folder()).close();
      fill(scratch.folder(), feeds);
      try (var store = Store.open(settings, scratch.folder())) {
        var now = Instant.ofEpochMilli(feeds);
        var lease = Duration.ofMinutes(2);
        var times = new double[TAKES];
        for (int i = 0; i < TAKES; i++) {
          long begun = System.nanoTime();
          var taken = store.leases().takeDue(now, BATCH, lease);
          times[i] = (System.nanoTime() - begun) / 1e6;
          if (taken.size() != BATCH) {
            throw new IllegalStateException("only " + taken.size() + " feeds were due");
          }
          store
              .leases()
              .postpone(taken.stream().map(due -> new Postponed(due, now, "next round")).toList());
        }
        return Report.median(times);
      }
    }
  }

  private static void fill(Path folder, int feeds) throws SQLException {
    try (var c = DriverManager.getConnection(url(folder));
        var insert =
            c.prepareStatement(
                """
                INSERT INTO feed (url_digest, url, name, tags, group_id, due, leased_until, state,
                entries, first_url)
                SELECT x, 'https://blog-' || x || '.example.org/feed.xml', 'blog-' || x, '{}', 1, x,
                0, ?, 0, 'https://blog-' || x || '.example.org/feed.xml' FROM SYSTEM_RANGE(1, ?)
                """)) {
      insert.setString(1, STATE);
      insert.setInt(2, feeds);
      insert.executeUpdate();
    }
  }
}
