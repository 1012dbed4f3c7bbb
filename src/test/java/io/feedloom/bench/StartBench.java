package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the time from start to the first 200, with and without the ahead-of-time cache. */
public final class StartBench {
  private static final int ROUNDS = 7;
  private static final int FEEDS = 1000;

  private StartBench() {}

  /** {@code scripts/bench start}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Report.title("Start to the first 200 of /health/ready, median of " + ROUNDS);
    var cache = Child.root().resolve("target/feedloom.aot");
    boolean cached = Files.exists(cache) && Files.size(cache) > 0;
    if (!cached) {
      Report.note("No ahead-of-time cache could be made here; scripts/train says why.");
    }
    try (var scratch = Scratch.create();
        var farm = BulkFarmProcess.start(scratch, FEEDS, 25)) {
      var empty = Files.createDirectory(scratch.file("empty"));
      Files.writeString(empty.resolve("feeds.yml"), "feeds: []\n");
      var full = Files.createDirectory(scratch.file("full"));
      try (var feedloom = Feedloom.start(full, farm.feedsYml("24h"))) {
        feedloom.awaitReady();
        feedloom.awaitEntries(FEEDS * 25L, Duration.ofMinutes(2));
      }
      compare("Nothing stored", empty, cached);
      compare("1,000 feeds and 25,000 entries stored", full, cached);
    }
  }

  private static void compare(String what, Path folder, boolean cached)
      throws IOException, InterruptedException {
    var without = new ArrayList<Double>();
    var with = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(start(folder, false));
      if (cached) {
        with.add(start(folder, true));
      }
    }
    Report.section(what);
    Report.line("without cache", median(without), "ms");
    if (cached) {
      Report.line("with cache", median(with), "ms", median(without), "without cache; aim ≤ .55");
    }
  }

  private static double median(List<Double> values) {
    return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double start(Path folder, boolean cached)
      throws IOException, InterruptedException {
    var root = Child.root();
    int port = Http.freePort();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root.resolve("scripts/jvm.options"));
    if (cached) {
      command.add("-XX:AOTCache=" + root.resolve("target/feedloom.aot"));
    }
    command.addAll(List.of("-jar", root.resolve("target/feedloom.jar").toString(), "serve"));
    command.addAll(List.of("--config", folder.resolve("feeds.yml").toString()));
    command.addAll(List.of("--port", Integer.toString(port)));
    long begin = System.nanoTime();
    try (var child = Child.start(command, folder.resolve("start.log"))) {
      return (Http.awaitReady(port, "/health/ready", child) - begin) / 1e6;
    }
  }
}
