package io.feedloom.bench;

import io.feedloom.feed.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.stream.XMLStreamException;

/**
 * Measures first polls of 1,000 feeds, polls without changes, with all entries new, and with few.
 */
public final class PollBench {
  private static final int ENTRIES = 25;
  private static final int UNCHANGED = 7;
  private static final int CHANGED = 5;
  private static final int USUAL = 5;

  /** How many of the last rounds count. In the first rounds the JVM still compiles. */
  private static final int COUNTED = 3;

  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final double MIB = 1 << 20;

  private final BulkFarmProcess farm;
  private final Limits.Machine limits;

  /** One process with an empty store. Times in seconds, memory in MiB. */
  private record Start(
      double ready,
      double poll,
      double cpuReady,
      double cpuStored,
      double cpuPoll,
      double farmCpu,
      double peak,
      double idle,
      double live,
      double closed) {}

  /**
   * One round of polls.
   *
   * @param written the bytes that Feedloom wrote to files
   */
  private record Round(
      double seconds, double cpu, double farmCpu, double requests, double written) {}

  /** What the farm does before a round. */
  private interface Publishing {
    /** Publishes, and returns the number of new entries. */
    long publish() throws IOException, InterruptedException;
  }

  private PollBench(BulkFarmProcess farm, Limits.Machine limits) {
    this.farm = farm;
    this.limits = limits;
  }

  /**
   * {@code scripts/bench poll [FEEDS]}, or {@code scripts/bench poll --urls FILE} for the first
   * poll of the feeds of another publisher, one address a line.
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, SQLException, XMLStreamException {
    if (args.length == 2 && args[0].equals("--urls")) {
      new ForeignFeeds(Files.readAllLines(Path.of(args[1]))).run();
      return;
    }
    int feeds = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    try (var scratch = Scratch.create();
        var farm = BulkFarmProcess.start(scratch, feeds, ENTRIES)) {
      var documents = new ArrayList<String>();
      for (int feed = 0; feed < feeds; feed++) {
        documents.add(farm.document(feed)); // all feeds, so that the farm is warm
      }
      double size = documents.stream().mapToInt(String::length).average().orElseThrow() / 1024;
      Report.title("Polling %,d feeds of %d entries, %.1f KB each".formatted(feeds, ENTRIES, size));
      var limits =
          new Limits.Machine(
              Limits.parsed(documents.subList(0, Math.min(feeds, 100))),
              Limits.inserted(scratch.folder()),
              Limits.fetched(farm, Validators.NONE),
              Limits.fetched(farm, new Validators(Optional.of("\"from-0\""), Optional.empty())));
      new PollBench(farm, limits).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    var measured = ColdStarts.of(farm.urls(), this::start);
    var starts = measured.starts();
    report(starts);
    if (measured.hasPeers()) {
      report(starts, measured.peers());
    }
    try (var scratch = Scratch.create();
        var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("15s"))) {
      feedloom.awaitReady();
      feedloom.awaitEntries((long) farm.feeds() * ENTRIES, PATIENCE);
      var same = new ArrayList<Round>();
      for (int round = 0; round < UNCHANGED; round++) {
        same.add(round(feedloom, () -> 0));
      }
      unchanged(same);
      var changed = new ArrayList<Round>();
      for (int round = 1; round <= CHANGED; round++) {
        int number = round;
        changed.add(round(feedloom, () -> published(number)));
      }
      changed(changed);
      var usual = new ArrayList<Round>();
      for (int round = 0; round < USUAL; round++) {
        int number = round;
        usual.add(round(feedloom, () -> farm.add(number)));
      }
      usual(usual);
      end(feedloom, scratch);
    }
  }

  /** Measures a cold process from ready to the last stored entry, with the JVM's warm-up. */
  private Start start() throws IOException, InterruptedException {
    farm.resetCounters();
    try (var scratch = Scratch.create();
        var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("1h"))) {
      long begin = System.nanoTime();
      var child = feedloom.child();
      long ready = feedloom.awaitReady();
      var cpuReady = child.cpu();
      var farmCpu = farm.child().cpu();
      farm.awaitAll(PATIENCE);
      long expected = (long) farm.feeds() * ENTRIES;
      long stored = feedloom.awaitEntries(expected, PATIENCE);
      var cpuStored = child.cpu();
      feedloom.awaitSearchable(PATIENCE);
      var cpu = child.cpu();
      farmCpu = farm.child().cpu().minus(farmCpu);
      double live = Scratch.size(scratch.file("data"));
      double peak = child.peakMemory().orElse(0);
      Thread.sleep(IDLE);
      double idle = child.memory().orElse(0);
      feedloom.child().close();
      return new Start(
          (ready - begin) / 1e9,
          (stored - ready) / 1e9,
          cpuReady.toMillis() / 1e3,
          cpuStored.minus(cpuReady).toMillis() / 1e3,
          cpu.minus(cpuReady).toMillis() / 1e3,
          farmCpu.toMillis() / 1e3,
          peak,
          idle,
          live / expected,
          (double) Scratch.size(scratch.file("data")) / expected);
    }
  }

  private void report(List<Start> starts) {
    double seconds = Report.median(starts, Start::poll);
    Report.section("First poll, cold process, median of " + starts.size());
    Report.line(
        "start to ready (scripts/bench start: alone)", Report.median(starts, Start::ready), "s");
    rates(seconds);
    double cpu = Report.median(starts, Start::cpuPoll) * 1000 / farm.feeds();
    double stored = Report.median(starts, Start::cpuStored) * 1000 / farm.feeds();
    Report.line("CPU s per 1,000 feeds, ready to stored", stored, "s");
    Report.line("CPU s per 1,000 feeds, ready to searchable", cpu, "s");
    Report.line("CPU s of the start", Report.median(starts, Start::cpuReady), "s");
    Report.line("CPU s of the farm", Report.median(starts, Start::farmCpu), "s");
    Report.line("memory, peak resident (aim 300)", Report.median(starts, Start::peak), "MiB");
    Report.line(
        "memory, idle " + IDLE.toSeconds() + " s later", Report.median(starts, Start::idle), "MiB");
    Report.line("bytes on disk an entry, live", Report.median(starts, Start::live), "");
    Report.line("bytes on disk an entry, closed", Report.median(starts, Start::closed), "");
  }

  /** Compares the starts with newsboat. */
  private void report(List<Start> starts, List<Newsboat> peers) {
    double own = farm.feeds() / Report.median(starts, Start::poll);
    double peer = farm.feeds() / Report.median(peers, Newsboat::seconds);
    Report.section("newsboat, first poll of the same feeds, median of " + peers.size());
    Report.line("feeds/s of Feedloom, cold", own, "feeds/s", peer, "newsboat");
    double cpu = Report.median(starts, Start::cpuPoll);
    Report.line(
        "CPU s of Feedloom, from ready on",
        cpu,
        "s",
        Report.median(peers, Newsboat::cpu),
        "newsboat");
    double bytes = Report.median(starts, Start::live);
    Report.line(
        "bytes an entry of Feedloom, live",
        bytes,
        "",
        Report.median(peers, n -> (double) n.bytes() / n.entries()),
        "newsboat");
  }

  private void rates(double seconds) {
    double feeds = farm.feeds() / seconds;
    Report.line("feeds/s", feeds, "feeds/s", limits.fetched(), "the client alone, all cores");
    Report.line("feeds/s", feeds, "feeds/s", limits.parsed(), "StAX, one thread");
    Report.line("entries/s", feeds * ENTRIES, "entries/s", limits.inserted(), "H2 batches of 30");
  }

  /** Stops the process until all feeds are due, then measures it. */
  private Round round(Feedloom feedloom, Publishing publishing)
      throws IOException, InterruptedException {
    long before = feedloom.entries();
    var child = feedloom.child();
    var added = new AtomicLong();
    Thread.sleep(Duration.ofSeconds(1));
    child.sleep(
        INTERVAL.plusSeconds(3),
        () -> {
          added.set(publishing.publish());
          farm.resetCounters();
        });
    long written = child.written().orElse(0);
    var cpu = child.cpu();
    var farmCpu = farm.child().cpu();
    long woken = System.nanoTime();
    var asked = farm.awaitAll(PATIENCE);
    double seconds = asked.seconds();
    if (added.get() > 0) {
      seconds = (feedloom.awaitEntries(before + added.get(), PATIENCE) - woken) / 1e9;
      feedloom.awaitSearchable(PATIENCE);
    } else {
      Thread.sleep(Duration.ofMillis(200)); // until the last answers are stored
    }
    return new Round(
        seconds,
        child.cpu().minus(cpu).toMillis() / 1e3,
        farm.child().cpu().minus(farmCpu).toMillis() / 1e3,
        asked.requests(),
        (double) child.written().orElse(0) - written);
  }

  private long published(int round) throws IOException, InterruptedException {
    farm.publish(round);
    return (long) farm.feeds() * ENTRIES;
  }

  private void unchanged(List<Round> rounds) {
    var last = last(rounds);
    double seconds = Report.median(last, Round::seconds);
    Report.section(
        "All unchanged (304), all due at once, the last %d of %d rounds"
            .formatted(COUNTED, rounds.size()));
    Report.line(
        "feeds/s, first to last request",
        farm.feeds() / seconds,
        "feeds/s",
        limits.unchanged(),
        "the client alone, all cores");
    costs(rounds.getFirst(), last);
  }

  private void changed(List<Round> rounds) {
    var last = last(rounds);
    Report.section(
        "All changed, every entry new, the last %d of %d rounds".formatted(COUNTED, rounds.size()));
    rates(Report.median(last, Round::seconds));
    costs(rounds.getFirst(), last);
  }

  private void usual(List<Round> rounds) {
    var last = last(rounds);
    Report.section(
        "One feed of ten has one to three new entries, the last %d of %d rounds"
            .formatted(COUNTED, rounds.size()));
    double changed = farm.feeds() / 10.0;
    Report.line(
        "KB written per changed feed", Report.median(last, Round::written) / 1024 / changed, "KB");
    costs(rounds.getFirst(), last);
  }

  private void costs(Round first, List<Round> last) {
    double cpu = Report.median(last, Round::cpu);
    double farmCpu = Report.median(last, Round::farmCpu);
    int cores = Runtime.getRuntime().availableProcessors();
    Report.line("CPU s per 1,000 feeds", cpu * 1000 / farm.feeds(), "s");
    Report.line("CPU s per 1,000 feeds, first round", first.cpu() * 1000 / farm.feeds(), "s");
    Report.line("CPU s of the farm per 1,000 feeds", farmCpu * 1000 / farm.feeds(), "s");
    Report.line(
        "feeds/s that all cores could do", farm.feeds() * cores / (cpu + farmCpu), "feeds/s");
    Report.line("requests per feed", Report.median(last, Round::requests) / farm.feeds(), "");
  }

  private void end(Feedloom feedloom, Scratch scratch) throws IOException, InterruptedException {
    long entries = feedloom.entries();
    Report.section("At the end, %,d entries".formatted(entries));
    double peak = feedloom.child().peakMemory().orElse(0);
    Report.line("memory, peak resident", peak, "MiB");
    double live = Scratch.size(scratch.file("data"));
    Report.line("bytes on disk an entry, live", live / entries, "");
    long begin = System.nanoTime();
    feedloom.child().close();
    Report.line("shutdown", (System.nanoTime() - begin) / 1e9, "s");
    double closed = Scratch.size(scratch.file("data"));
    Report.line("bytes on disk an entry, closed", closed / entries, "");
    Report.line("the file, closed", closed / MIB, "MiB");
  }

  private static List<Round> last(List<Round> rounds) {
    return rounds.subList(rounds.size() - COUNTED, rounds.size());
  }
}
