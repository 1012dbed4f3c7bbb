package io.feedloom.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Feedloom in a separate process. */
record Feedloom(Child child, int port, Path log) implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Starts Feedloom in a folder, with the flags and the cache of {@code scripts/serve}. */
  static Feedloom start(Path folder, String feedsYml) throws IOException {
    var config = Files.writeString(folder.resolve("feeds.yml"), feedsYml);
    int port = Http.freePort();
    var log = folder.resolve("feedloom.log");
    return new Feedloom(Child.feedloom(config, port, log), port, log);
  }

  /** Waits until Feedloom is ready. Returns the time of that by {@link System#nanoTime()}. */
  long awaitReady() throws IOException, InterruptedException {
    try {
      return Http.awaitReady(port, "/health/ready", child);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(Files.readString(log), e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Returns the number of stored entries. */
  long entries() throws IOException, InterruptedException {
    return (long) metric("feedloom_entries ");
  }

  /** Returns the sum of the metrics that begin so. To ask for them costs little CPU time. */
  private double metric(String start) throws IOException, InterruptedException {
    var metrics = new String(Http.get(url("/metrics")).body(), StandardCharsets.UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /**
   * Waits until this many entries are stored. Returns the time of that by {@link
   * System#nanoTime()}.
   */
  long awaitEntries(long count, Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long held = entries();
    while (held < count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            held + " of " + count + " entries after " + atMost + "\n" + Files.readString(log));
      }
      Thread.sleep(BETWEEN_LOOKS);
      held = entries();
    }
    return System.nanoTime();
  }

  /** Waits until each feed was polled, whatever came of it; returns when. */
  long awaitPolled(int feeds, Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (polled() < feeds) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(polled() + " of " + feeds + " feeds after " + atMost);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return System.nanoTime();
  }

  /** Waits until no entry waits for its page. */
  void awaitPages(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (metric("feedloom_pages_waiting ") > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            metric("feedloom_pages_waiting ") + " pages wait after " + atMost);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private double polled() throws IOException, InterruptedException {
    return metric("feedloom_feeds{") - metric("feedloom_feeds{status=\"new\"}");
  }

  /** Waits until a search finds everything that is stored; returns when. */
  long awaitSearchable(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (Http.get(url("/api/v1/entries?q=feedloom&limit=1")).statusCode() != 200) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not searchable after " + atMost);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return System.nanoTime();
  }

  @Override
  public void close() {
    child.close();
  }
}
