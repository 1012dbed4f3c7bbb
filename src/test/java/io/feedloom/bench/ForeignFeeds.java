package io.feedloom.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The first poll of feeds that are published elsewhere, by Feedloom and by newsboat in turn.
 *
 * @param urls addresses of the feeds
 */
record ForeignFeeds(List<String> urls) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double MIB = 1 << 20;

  ForeignFeeds {
    urls = urls.stream().filter(url -> !url.isBlank()).toList();
  }

  private record Start(double seconds, double cpu, double peak, double entries, double bytes) {}

  void run() throws IOException, InterruptedException {
    Report.title("First poll of %,d feeds".formatted(urls.size()));
    var measured = ColdStarts.of(urls, this::start);
    var starts = measured.starts();
    var peers = measured.peers();
    Report.section("Feedloom, cold process, median of " + starts.size());
    double feeds = urls.size() / Report.median(starts, Start::seconds);
    Report.line("feeds/s", feeds, "feeds/s");
    Report.line("CPU from ready to searchable", Report.median(starts, Start::cpu), "s");
    Report.line("memory, peak resident", Report.median(starts, Start::peak), "MiB");
    Report.line("entries", Report.median(starts, Start::entries), "");
    Report.line("bytes on disk, live", Report.median(starts, Start::bytes) / MIB, "MiB");
    if (!measured.hasPeers()) {
      return;
    }
    Report.section("newsboat, median of " + peers.size());
    double theirs = urls.size() / Report.median(peers, Newsboat::seconds);
    Report.line("feeds/s of Feedloom", feeds, "feeds/s", theirs, "newsboat");
    Report.line("CPU", Report.median(peers, Newsboat::cpu), "s");
    Report.line("entries", Report.median(peers, peer -> (double) peer.entries()), "");
    Report.line("bytes on disk", Report.median(peers, peer -> peer.bytes() / MIB), "MiB");
  }

  private Start start() throws IOException, InterruptedException {
    try (var scratch = Scratch.create();
        var feedloom = Feedloom.start(scratch.folder(), feedsYml())) {
      long ready = feedloom.awaitReady();
      var child = feedloom.child();
      var before = child.cpu();
      long polled = feedloom.awaitPolled(urls.size(), PATIENCE);
      feedloom.awaitSearchable(PATIENCE);
      return new Start(
          (polled - ready) / 1e9,
          child.cpu().minus(before).toMillis() / 1e3,
          child.peakMemory().orElse(0),
          feedloom.entries(),
          Scratch.size(scratch.file("data")));
    }
  }

  private String feedsYml() {
    var yml = new StringBuilder();
    yml.append("storage: { url: \"jdbc:h2:./data/feedloom\" }\n")
        .append("polling: { per-host: ")
        .append(BulkFarmProcess.PER_HOST)
        .append(", allow-addresses: [127.0.0.0/8] }\nfeeds:\n");
    for (var url : urls) {
      yml.append("  - \"").append(url).append("\"\n");
    }
    return yml.toString();
  }
}
