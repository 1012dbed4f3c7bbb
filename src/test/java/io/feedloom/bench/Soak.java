package io.feedloom.bench;

import io.feedloom.farm.Publisher;
import io.feedloom.farm.UnrulyFarm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Runs Feedloom with readers and thousands of feeds, for minutes or hours. A third of the feeds
 * misbehave. Prints its memory, threads and files over time, and whether they grow.
 */
public final class Soak {
  private static final int HOSTS = 600;
  private static final int FEEDS = 3_000;
  private static final int SAMPLES = 20;

  /** A figure is flat if it grew by less than this from the first third of the time to the last. */
  private static final double GROWTH = 1.15;

  private Soak() {}

  /** {@code scripts/soak [MINUTES]}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    try (var scratch = Scratch.create();
        var farm = Child.java(UnrulyFarm.class, scratch.file("farm.log"), "" + HOSTS)) {
      int port = port(scratch, farm);
      try (var feedloom = Feedloom.start(scratch.folder(), feedsYml(port))) {
        feedloom.awaitReady();
        run(feedloom, port, Duration.ofMinutes(minutes));
      }
    }
  }

  private static int port(Scratch scratch, Child farm) throws IOException, InterruptedException {
    while (farm.isAlive()) {
      var port = Pattern.compile("port (\\d+)").matcher(Files.readString(scratch.file("farm.log")));
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException(Files.readString(scratch.file("farm.log")));
  }

  private static String feedsYml(int port) {
    var yml = new StringBuilder();
    yml.append("storage: { url: \"jdbc:h2:./data/feedloom\" }\n")
        .append("polling: { every: 15s, min: 5s, max: 30s, timeout: 10s, max-size: 2MiB, ")
        .append("allow-addresses: [127.0.0.0/8] }\nfeeds:\n");
    for (int feed = 0; feed < FEEDS; feed++) {
      var url = "http://%s:%d/%d.xml".formatted(Publisher.host(feed % HOSTS), port, feed);
      yml.append("  - { url: \"%s\", tags: [t%d] }\n".formatted(url, feed % 20));
    }
    return yml.toString();
  }

  private static void run(Feedloom feedloom, int port, Duration time)
      throws IOException, InterruptedException {
    System.out.printf(
        "%,d feeds on %d hosts, every third misbehaves, polled every 5 to 30 s; -Xmx512m%n%n",
        FEEDS, HOSTS);
    System.out.println(
        "   time   polls/s   entries  heap MiB   RSS MiB   threads  sockets    files");
    var samples = new ArrayList<Vitals>();
    long begun = System.nanoTime();
    long asked = asked(port);
    long at = begun;
    for (int i = 1; i <= SAMPLES; i++) {
      readUntil(feedloom, begun + time.toNanos() / SAMPLES * i);
      long now = System.nanoTime();
      long count = asked(port);
      var vitals = Vitals.of(feedloom.child());
      samples.add(vitals);
      System.out.printf(
          Locale.ROOT,
          "%5d s %9.0f %9d %9.1f %9d %9d %8d %8d%n",
          (now - begun) / 1_000_000_000L,
          (count - asked) * 1e9 / (now - at),
          feedloom.entries(),
          vitals.heap(),
          vitals.memory(),
          vitals.threads(),
          vitals.connections(),
          vitals.files());
      asked = count;
      at = now;
    }
    System.out.println();
    verdict("heap after a collection", samples, Vitals::heap);
    verdict("resident memory", samples, Vitals::memory);
    verdict("threads", samples, Vitals::threads);
    verdict("sockets", samples, Vitals::connections);
    verdict("open files", samples, Vitals::files);
    var log = Files.readString(feedloom.log());
    System.out.printf(
        "%-26s %d%n", "errors in its log", log.lines().filter(it -> it.contains("ERROR")).count());
  }

  private static long asked(int port) throws IOException, InterruptedException {
    return Long.parseLong(Http.text("http://127.0.0.1:" + port + "/count"));
  }

  /** Sends requests of a few readers, so that entries are also served. */
  private static void readUntil(Feedloom feedloom, long end)
      throws IOException, InterruptedException {
    for (int i = 0; System.nanoTime() < end; i++) {
      var answer = Http.get(feedloom.url("/tags/t" + i % 20 + ".atom"));
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("a reader was answered " + answer.statusCode());
      }
      Thread.sleep(100);
    }
  }

  private static void verdict(String what, List<Vitals> samples, ToDoubleFunction<Vitals> figure) {
    int third = samples.size() / 3;
    double early = median(samples.subList(1, 1 + third), figure);
    double late = median(samples.subList(samples.size() - third, samples.size()), figure);
    System.out.printf(
        Locale.ROOT,
        "%-26s %.1f early, %.1f late: %s%n",
        what,
        early,
        late,
        late <= early * GROWTH ? "flat" : "GROWS");
  }

  private static double median(List<Vitals> samples, ToDoubleFunction<Vitals> figure) {
    return Report.median(samples.stream().mapToDouble(figure).toArray());
  }
}
