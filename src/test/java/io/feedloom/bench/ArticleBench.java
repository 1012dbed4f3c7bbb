package io.feedloom.bench;

import io.feedloom.farm.ArticleFarm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures how fast full texts are fetched from pages, found and stored. */
public final class ArticleBench {
  private static final Pattern PORT = Pattern.compile("port (\\d+)");
  private static final int ENTRIES = 50;
  private static final int ROUNDS = 4;
  private static final String TOKEN = "letmein-for-the-benchmark";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final int port;
  private final int feeds;

  /** Times in seconds. */
  private record Round(double seconds, double cpu, double farmCpu) {}

  private ArticleBench(int port, int feeds) {
    this.port = port;
    this.feeds = feeds;
  }

  /** {@code scripts/bench article [FEEDS]}. Each feed has 50 entries. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int feeds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    try (var scratch = Scratch.create()) {
      var log = scratch.file("farm.log");
      try (var farm =
          Child.java(ArticleFarm.class, log, Integer.toString(feeds), Integer.toString(ENTRIES))) {
        var found = PORT.matcher("");
        while (farm.isAlive() && !found.reset(Files.readString(log)).find()) {
          Thread.sleep(20);
        }
        new ArticleBench(Integer.parseInt(found.group(1)), feeds).run(farm);
      }
    }
  }

  private String feedsYml() {
    return """
    storage: { url: "jdbc:h2:./data/feedloom" }
    server: { admin-token: %s }
    polling: { every: 1h, spacing: 0s, per-host: 16, allow-addresses: [127.0.0.0/8] }
    defaults: [{ full-text: true }]
    feeds:
    """
            .formatted(TOKEN)
        + IntStream.range(0, feeds)
            .mapToObj(
                feed ->
                    "  - { url: \"http://127.0.0.1:%d/feed/%d\", id: f%2$d }%n"
                        .formatted(port, feed))
            .collect(Collectors.joining());
  }

  private void run(Child farm) throws IOException, InterruptedException {
    int articles = feeds * ENTRIES;
    double size = ArticleFarm.page(0, 0).length() / 1024.0;
    Report.subject("Full texts of %,d pages of %.0f KB, spacing 0".formatted(articles, size));
    try (var scratch = Scratch.create();
        var feedloom = Feedloom.start(scratch.folder(), feedsYml())) {
      feedloom.awaitReady();
      var first = round(feedloom, farm, () -> feedloom.awaitEntries(articles, PATIENCE));
      var again = new ArrayList<Round>();
      for (int i = 0; i < ROUNDS; i++) {
        again.add(round(feedloom, farm, () -> refetch(feedloom)));
      }
      report("First poll with the pages of all entries, cold process", articles, List.of(first));
      report(
          "All pages again (refetch), the last %d of %d rounds".formatted(ROUNDS - 1, ROUNDS),
          articles,
          again.subList(1, ROUNDS));
      Report.section("Process");
      Report.line("memory, peak resident", (double) feedloom.child().peakMemory().orElse(0), "MiB");
    }
  }

  private Round round(Feedloom feedloom, Child farm, Child.Step begin)
      throws IOException, InterruptedException {
    var cpu = feedloom.child().cpu();
    var farmCpu = farm.cpu();
    long from = System.nanoTime();
    begin.run();
    feedloom.awaitPages(PATIENCE);
    return new Round(
        (System.nanoTime() - from) / 1e9,
        feedloom.child().cpu().minus(cpu).toMillis() / 1e3,
        farm.cpu().minus(farmCpu).toMillis() / 1e3);
  }

  private void refetch(Feedloom feedloom) throws IOException, InterruptedException {
    for (int feed = 0; feed < feeds; feed++) {
      Http.post(
          feedloom.url("/api/v1/feeds/f" + feed + "/refetch"), "Authorization", "Bearer " + TOKEN);
    }
  }

  private static void report(String name, int articles, List<Round> rounds) {
    double thousand = articles / 1e3;
    Report.section(name);
    Report.line("articles/s", articles / Report.median(rounds, Round::seconds), "");
    Report.line("CPU s per 1,000 articles", Report.median(rounds, Round::cpu) / thousand, "s");
    Report.line(
        "CPU s of the farm per 1,000", Report.median(rounds, Round::farmCpu) / thousand, "s");
  }
}
