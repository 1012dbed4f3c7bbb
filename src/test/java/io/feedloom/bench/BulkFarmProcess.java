package io.feedloom.bench;

import io.feedloom.config.PollingSettings;
import io.feedloom.farm.BulkFarm;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.AddressBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Controls a {@link BulkFarm} in a separate process.
 *
 * @param feeds the number of feeds
 * @param entries the number of entries in each feed
 * @param hosts the number of hosts that share the feeds
 */
record BulkFarmProcess(Child child, int port, int feeds, int entries, int hosts)
    implements AutoCloseable {
  /** The most simultaneous requests to the farm. */
  static final int PER_HOST = 64;

  private static final Pattern PORT = Pattern.compile("port (\\d+)");

  /**
   * The requests since the last round began.
   *
   * @param distinct the number of requested feeds
   * @param requests the number of all requests
   * @param seconds the time from the first request to the first one for the last feed
   */
  record Asked(int distinct, int requests, double seconds) {}

  static BulkFarmProcess start(Scratch scratch, int feeds, int entries)
      throws IOException, InterruptedException {
    return start(scratch, feeds, entries, 1, Duration.ZERO);
  }

  /**
   * Starts a farm with many hosts.
   *
   * @param delay the time before each answer
   */
  static BulkFarmProcess start(Scratch scratch, int feeds, int entries, int hosts, Duration delay)
      throws IOException, InterruptedException {
    var log = scratch.file("farm.log");
    var child =
        Child.java(
            BulkFarm.class,
            log,
            Integer.toString(feeds),
            Integer.toString(entries),
            Integer.toString(hosts),
            Long.toString(delay.toMillis()));
    while (child.isAlive()) {
      var port = PORT.matcher(Files.readString(log));
      if (port.find()) {
        return new BulkFarmProcess(child, Integer.parseInt(port.group(1)), feeds, entries, hosts);
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("the farm did not start: " + Files.readString(log));
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Returns the addresses of all feeds. */
  List<String> urls() {
    return IntStream.range(0, feeds)
        .mapToObj(
            feed -> "http://%s:%d/bulk/%d.xml".formatted(Publisher.host(feed % hosts), port, feed))
        .toList();
  }

  /** Returns the present document of a feed. */
  String document(int feed) throws IOException, InterruptedException {
    return Http.text(url("/bulk/" + feed + ".xml"));
  }

  /** Replaces every entry of every feed. */
  void publish(int round) throws IOException, InterruptedException {
    Http.get(url("/control/publish?round=" + round));
  }

  /** Adds one to three entries to a tenth of the feeds, and returns how many in all. */
  int add(int turn) throws IOException, InterruptedException {
    return Integer.parseInt(Http.text(url("/control/add?turn=" + turn)));
  }

  /** Resets the counters. */
  void resetCounters() throws IOException, InterruptedException {
    Http.get(url("/control/forget"));
  }

  Asked asked() throws IOException, InterruptedException {
    var numbers = Http.text(url("/control/report")).split(" ", -1);
    return new Asked(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Long.parseLong(numbers[2]) / 1e9);
  }

  /** Waits until every feed was requested. */
  Asked awaitAll(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    var asked = asked();
    while (asked.distinct() < feeds) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after " + atMost + " only " + asked);
      }
      Thread.sleep(20);
      asked = asked();
    }
    return asked;
  }

  /** Returns settings for a client of the farm. */
  PollingSettings settings() {
    var usual = PollingSettings.DEFAULT;
    return new PollingSettings(
        usual.every(),
        usual.min(),
        usual.max(),
        usual.timeout(),
        usual.maxSize(),
        PER_HOST,
        usual.spacing(),
        usual.hosts(),
        List.of(AddressBlock.parse("127.0.0.0/8")));
  }

  /**
   * Returns a {@code feeds.yml} with all feeds.
   *
   * @param interval in the form of {@code feeds.yml}; used as {@code every}, {@code min} and {@code
   *     max}
   */
  String feedsYml(String interval) {
    var yml = new StringBuilder();
    yml.append("title: Benchmark\n")
        .append("storage: { url: \"jdbc:h2:./data/feedloom\" }\n")
        .append("polling: { every: %1$s, min: %1$s, max: %1$s, ".formatted(interval))
        .append("per-host: %d, allow-addresses: [127.0.0.0/8] }\nfeeds:\n".formatted(PER_HOST));
    var urls = urls();
    for (int feed = 0; feed < feeds; feed++) {
      yml.append("  - { url: \"").append(urls.get(feed)).append("\", tags: [");
      yml.append(feed % 2 == 0 ? "even" : "odd").append(", t").append(feed % 20).append("] }\n");
    }
    return yml.toString();
  }

  @Override
  public void close() {
    child.close();
  }
}
