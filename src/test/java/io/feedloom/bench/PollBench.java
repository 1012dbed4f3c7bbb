package io.feedloom.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Polling 1,000 feeds: the first time, when nothing changed, and when everything did. */
public final class PollBench {
  private static final int ENTRIES = 25;
  private static final int ROUNDS = 3;
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Bulk farm;
  private final Feedloom feedloom;
  private final Scratch scratch;
  private final double parsed;
  private final double inserted;
  private final double answered;

  /** One round of polls. */
  private record Round(double seconds, double cpu, double farmCpu, int requests) {}

  private PollBench(Bulk farm, Feedloom feedloom, Scratch scratch, List<Double> limits) {
    this.farm = farm;
    this.feedloom = feedloom;
    this.scratch = scratch;
    this.parsed = limits.get(0);
    this.inserted = limits.get(1);
    this.answered = limits.get(2);
  }

  /** {@code scripts/bench poll [FEEDS]}. */
  public static void main(String[] args)
      throws IOException, InterruptedException, SQLException, XMLStreamException {
    int feeds = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    try (var scratch = Scratch.create();
        var farm = Bulk.start(scratch, feeds, ENTRIES)) {
      var documents = new ArrayList<String>();
      for (int feed = 0; feed < Math.min(feeds, 100); feed++) {
        documents.add(farm.document(feed));
      }
      double size = documents.stream().mapToInt(String::length).average().orElseThrow() / 1024;
      Report.title("Polling %,d feeds of %d entries, %.1f KB each".formatted(feeds, ENTRIES, size));
      var limits =
          List.of(Limits.parsed(documents), Limits.inserted(scratch.folder()), unchanged(farm));
      farm.forget();
      try (var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("15s"))) {
        new PollBench(farm, feedloom, scratch, limits).run();
      }
    }
  }

  private static double unchanged(Bulk farm) throws InterruptedException {
    var load = new Load(farm.port(), "/bulk/0.xml", List.of("If-None-Match: \"round-0\""));
    load.sockets(Duration.ofSeconds(1));
    return load.sockets(Duration.ofSeconds(2));
  }

  private void run() throws IOException, InterruptedException {
    first();
    var same = new ArrayList<Round>();
    for (int round = 0; round < ROUNDS; round++) {
      same.add(round(0));
    }
    unchanged(same);
    var changed = new ArrayList<Round>();
    for (int round = 1; round <= ROUNDS; round++) {
      changed.add(round(round));
    }
    changed(changed);
    memory();
  }

  /** Cold: from ready to the last entry stored, the JVM's warming up and all. */
  private void first() throws IOException, InterruptedException {
    long ready = feedloom.awaitReady();
    farm.awaitAll(PATIENCE);
    long expected = (long) farm.feeds() * ENTRIES;
    long stored = feedloom.awaitEntries(expected, PATIENCE);
    double cpu = feedloom.child().cpu().toMillis() / 1e3;
    double seconds = (stored - ready) / 1e9;
    Report.section("First poll, cold process");
    Report.line("feeds/s", farm.feeds() / seconds, "feeds/s", parsed, "StAX, one thread");
    Report.line(
        "entries/s", expected / seconds, "entries/s", inserted, "H2 batches of 30, one thread");
    Report.line("CPU s per 1,000 feeds, start included", cpu * 1000 / farm.feeds(), "s");
    Report.line("CPU s of the farm, its start included", farm.child().cpu().toMillis() / 1e3, "s");
    Report.line(
        "bytes on disk per entry",
        (double) Scratch.size(scratch.file("data")) / expected,
        "bytes, not yet compacted");
  }

  /** Halts the process until all feeds are due, and watches what it does when it wakes up. */
  private Round round(int number) throws IOException, InterruptedException {
    long expected = (number + 1L) * farm.feeds() * ENTRIES;
    Thread.sleep(Duration.ofSeconds(1));
    feedloom.child().sleep(INTERVAL.plusSeconds(5));
    if (number > 0) {
      farm.publish(number);
    }
    farm.forget();
    var cpu = feedloom.child().cpu();
    var farmCpu = farm.child().cpu();
    long woken = System.nanoTime();
    var asked = farm.awaitAll(PATIENCE);
    var after = feedloom.child().cpu();
    double seconds = asked.seconds();
    if (number > 0) {
      seconds = (feedloom.awaitEntries(expected, PATIENCE) - woken) / 1e9;
      after = feedloom.child().cpu();
    }
    return new Round(
        seconds,
        after.minus(cpu).toMillis() / 1e3,
        farm.child().cpu().minus(farmCpu).toMillis() / 1e3,
        asked.requests());
  }

  private void unchanged(List<Round> rounds) {
    Report.section("All unchanged (304), median of " + rounds.size());
    Report.line(
        "feeds/s, first to last request",
        farm.feeds() / median(rounds, Round::seconds),
        "feeds/s",
        answered,
        "bare sockets");
    costs(rounds);
  }

  private void changed(List<Round> rounds) {
    double seconds = median(rounds, Round::seconds);
    Report.section("All changed, every entry new, median of " + rounds.size());
    Report.line("feeds/s", farm.feeds() / seconds, "feeds/s", parsed, "StAX, one thread");
    Report.line(
        "entries/s",
        (double) farm.feeds() * ENTRIES / seconds,
        "entries/s",
        inserted,
        "H2 batches of 30, one thread");
    costs(rounds);
  }

  private void costs(List<Round> rounds) {
    double cpu = median(rounds, Round::cpu);
    Report.line("CPU s per 1,000 feeds", cpu * 1000 / farm.feeds(), "s");
    Report.line("feeds per CPU s", farm.feeds() / cpu, "feeds/s on one core of its own");
    Report.line("CPU s of the farm per 1,000 feeds", median(rounds, Round::farmCpu), "s");
    Report.line("requests per feed", median(rounds, Round::requests) / farm.feeds(), "");
  }

  private void memory() throws IOException, InterruptedException {
    Report.section("Memory and disk at the end");
    Thread.sleep(Duration.ofSeconds(3));
    long peak = feedloom.child().peakMemory().orElse(0);
    long now = feedloom.child().memory().orElse(0);
    Report.line("peak resident", (double) peak, "MiB (0: this system does not say)");
    Report.line("resident after three seconds", (double) now, "MiB");
    Report.line(
        "bytes on disk per entry",
        (double) Scratch.size(scratch.file("data")) / feedloom.entries(),
        "bytes, not yet compacted");
  }

  private static double median(
      List<Round> rounds, java.util.function.ToDoubleFunction<Round> figure) {
    return Report.median(rounds.stream().mapToDouble(figure).toArray());
  }
}
