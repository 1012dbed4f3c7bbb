package io.feedloom.bench;

import io.feedloom.bench.LivelyFarm.Published;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** Readers that ask for everything all the time, and note what they get. */
final class RandomReaders {
  /** What takes longer is noted. */
  static final Duration SLOW = Duration.ofSeconds(2);

  private static final int MAX_TEXT_LENGTH = 200;
  private static final OperatingSystemMXBean MACHINE = ManagementFactory.getOperatingSystemMXBean();

  private final Feedloom feedloom;
  private final LivelyFarm farm;
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private final Queue<Noted> noted = new ConcurrentLinkedQueue<>();
  private final LongAdder count = new LongAdder();

  /**
   * An answer that was a failure or late.
   *
   * @param status 0 if there was no answer
   * @param begin by {@link System#nanoTime()}
   * @param load how many threads of this machine wanted to run in the last minute
   */
  record Noted(String path, int status, long begin, long end, double load, String text) {
    boolean isFailure() {
      return status == 0 || status >= 500;
    }

    boolean isSearch() {
      return path.contains("q=");
    }

    Duration time() {
      return Duration.ofNanos(end - begin);
    }

    boolean isSlow() {
      return time().compareTo(SLOW) > 0;
    }
  }

  RandomReaders(Feedloom feedloom, LivelyFarm farm) {
    this.feedloom = feedloom;
    this.farm = farm;
  }

  /** Asks, as one reader, as long as the condition holds. */
  void read(Random random, BooleanSupplier mayContinue) throws InterruptedException {
    while (mayContinue.getAsBoolean()) {
      ask(path(random));
      Thread.sleep(random.nextInt(200));
    }
  }

  private void ask(String path) throws InterruptedException {
    long begin = System.nanoTime();
    int status = 0;
    String text;
    try {
      var answer = Http.get(feedloom.url(path));
      status = answer.statusCode();
      text = new String(answer.body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = e.toString();
    }
    long end = System.nanoTime();
    count.increment();
    if (status == 200) {
      LivelyFarm.GUID.matcher(text).results().forEach(match -> served.add(match.group()));
    }
    var answer =
        new Noted(path, status, begin, end, MACHINE.getSystemLoadAverage(), beginning(text));
    if (answer.isSlow() || (status != 200 && status != 404)) {
      noted.add(answer);
    }
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(MAX_TEXT_LENGTH, text.length()));
  }

  private String path(Random random) {
    int feed = random.nextInt(LivelyFarm.FEEDS);
    var format = List.of("atom", "rss", "json").get(random.nextInt(3));
    int limit = 1 + random.nextInt(60);
    return switch (random.nextInt(14)) {
      case 0, 1 -> "/feed." + format;
      case 2 -> "/feed.%s?limit=%d".formatted(format, limit);
      case 3, 4 -> "/tags/%s.%s".formatted(FeedsEdits.tag(feed), format);
      case 5 -> "/tags/t0,t1.%s?tag=-extra%d&limit=%d".formatted(format, feed % 3, limit);
      case 6 -> "/sources/f%d.%s".formatted(feed, format);
      case 7 -> "/?limit=" + limit;
      case 8 -> "/api/v1/entries?merge=none&limit=%d".formatted(limit * 5);
      case 9 -> "/feed.%s?q=%s".formatted(format, word(feed, random));
      case 10 -> "/api/v1/entries?q=number%%20%d&limit=%d".formatted(random.nextInt(50), limit);
      case 11 -> "/api/v1/feeds";
      case 12 -> List.of("/status", "/metrics", "/api/v1/tags", "/opml").get(random.nextInt(4));
      default -> random.nextBoolean() ? "/health/ready" : "/health/live";
    };
  }

  private String word(int feed, Random random) {
    List<Published> all = farm.published(feed);
    return all.get(random.nextInt(all.size())).word();
  }

  /** Returns the guid of every entry that was in an answer. */
  Set<String> served() {
    return Set.copyOf(served);
  }

  /** Returns the answers that were failures or late. */
  List<Noted> noted() {
    return List.copyOf(noted);
  }

  /** Returns how many requests were made. */
  long count() {
    return count.sum();
  }
}
