package io.feedloom.bench;

import io.feedloom.bench.SimulatedFeed.Kind;
import io.feedloom.bench.SimulatedFeed.Published;
import io.feedloom.config.PollingSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Compares our schedule with those of other aggregators, by delay and requests.
 *
 * <p>It simulates feeds over 30 days. Each schedule sees only what a poll would show. Its history
 * begins with the entries and dates of the first document. Ours uses the real schedule room. The
 * others use their published formulas and default settings, and poll exactly at the time that they
 * choose. For each comparison, ours has the least and most interval of the other, and a {@code
 * polling.every} with which it makes no more requests.
 *
 * <p>Arguments: {@code --feeds N} (default 10,000), {@code --seed N} (default 1), {@code --kinds}
 * for a table by kind of feed.
 */
public final class ScheduleBench {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;

  /** The number of requests is matched on every n-th feed. */
  private static final int PART = 20;

  /** Ours may not make more requests than the other schedule, nor fewer than this share of them. */
  private static final double NEAR = 0.97;

  private static final int ROUNDS = 5;

  private final List<SimulatedFeed> feeds;
  private final boolean kinds;

  private ScheduleBench(List<SimulatedFeed> feeds, boolean kinds) {
    this.feeds = feeds;
    this.kinds = kinds;
  }

  /** The result for one feed, with the delay of each entry in seconds. */
  private record Polled(Kind kind, int requests, int finds, int missed, long[] delays) {}

  /** The result for all feeds. */
  private record Outcome(List<Polled> feeds) {
    double requestsPerDay() {
      return feeds.stream().mapToLong(Polled::requests).sum() / (double) SimulatedFeed.DAYS;
    }

    double found() {
      return feeds.stream().mapToLong(Polled::finds).sum()
          / (double) feeds.stream().mapToLong(Polled::requests).sum();
    }

    int missed() {
      return feeds.stream().mapToInt(Polled::missed).sum();
    }

    long[] delays() {
      var delays = feeds.stream().flatMapToLong(f -> Arrays.stream(f.delays())).toArray();
      Arrays.sort(delays);
      return delays;
    }

    Outcome of(Kind kind) {
      return new Outcome(feeds.stream().filter(f -> f.kind() == kind).toList());
    }
  }

  private static double quantile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 60.0;
  }

  public static void main(String[] arguments) {
    var options = Arrays.asList(arguments);
    int count = option(options, "--feeds", 10_000);
    int seed = option(options, "--seed", 1);
    var feeds =
        IntStream.range(0, count).parallel().mapToObj(i -> SimulatedFeed.of(seed, i)).toList();
    System.out.printf(
        Locale.ROOT, "%,d feeds, %d days, seed %d%n", count, SimulatedFeed.DAYS, seed);
    new ScheduleBench(feeds, options.contains("--kinds")).run();
  }

  private static int option(List<String> options, String name, int otherwise) {
    int at = options.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(options.get(at + 1).replace(",", ""));
  }

  private void run() {
    System.out.printf(
        "%n%-34s %13s %9s %9s %9s %7s %7s%n",
        "", "requests/day", "median", "p95", "mean", "found", "missed");
    against("fixed, 60 min", 15 * MINUTE, 24 * HOUR, feed -> new Poller.Fixed(HOUR));
    against(
        "Miniflux entry_frequency",
        5 * MINUTE,
        24 * HOUR,
        feed -> new Poller.Miniflux(1, 5 * MINUTE, 24 * HOUR));
    against(
        "CommaFeed empirical",
        5 * MINUTE,
        4 * HOUR,
        feed -> new Poller.CommaFeed(5 * MINUTE, 4 * HOUR));
    System.out.println();
    print("ours, default settings", simulate(feeds, ours(3_600, 15 * MINUTE, 24 * HOUR)));
  }

  private void against(String name, long min, long max, Function<SimulatedFeed, Poller> schedule) {
    var theirs = simulate(feeds, schedule);
    double every = every(schedule, min, max);
    var ours = simulate(feeds, ours(every, min, max));
    for (int round = 0; round < ROUNDS; round++) {
      double ratio = ours.requestsPerDay() / theirs.requestsPerDay();
      if (ratio > NEAR && ratio <= 1) {
        break;
      }
      every *= Math.pow(1.005 * ratio, 1.2);
      ours = simulate(feeds, ours(every, min, max));
    }
    System.out.println();
    print(name, theirs);
    print(
        "ours, every "
            + Duration.ofSeconds((long) every).toString().substring(2).toLowerCase(Locale.ROOT),
        ours);
    System.out.printf(
        Locale.ROOT,
        "%-34s %12.2fx %8.2fx %8.2fx %8.2fx%n",
        "ours / " + name,
        ours.requestsPerDay() / theirs.requestsPerDay(),
        quantile(ours.delays(), 0.5) / quantile(theirs.delays(), 0.5),
        quantile(ours.delays(), 0.95) / quantile(theirs.delays(), 0.95),
        mean(ours.delays()) / mean(theirs.delays()));
  }

  private Function<SimulatedFeed, Poller> ours(double every, long min, long max) {
    var d = PollingSettings.DEFAULT;
    var settings =
        new PollingSettings(
            Duration.ofMillis((long) (every * 1_000)),
            Duration.ofSeconds(min),
            Duration.ofSeconds(max),
            d.timeout(),
            d.maxSize(),
            d.perHost(),
            d.spacing(),
            d.hosts(),
            d.allowAddresses());
    return feed -> new Poller.Feedloom(settings, feed, new Random(feed.entries().size()));
  }

  /**
   * Returns the {@code polling.every} with which ours makes about as many requests, found with a
   * part of the feeds.
   */
  private double every(Function<SimulatedFeed, Poller> theirs, long min, long max) {
    var part =
        IntStream.range(0, feeds.size()).filter(i -> i % PART == 0).mapToObj(feeds::get).toList();
    double requestsPerDay = simulate(part, theirs).requestsPerDay();
    double low = 60;
    double high = 48 * HOUR;
    for (int i = 0; i < 9; i++) {
      double middle = Math.sqrt(low * high);
      double made = simulate(part, ours(middle, min, max)).requestsPerDay();
      if (made > requestsPerDay) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private void print(String name, Outcome outcome) {
    line(name, outcome);
    if (kinds) {
      for (Kind kind : Kind.values()) {
        line("    " + kind.name().toLowerCase(Locale.ROOT), outcome.of(kind));
      }
    }
  }

  private static void line(String name, Outcome outcome) {
    var delays = outcome.delays();
    System.out.printf(
        Locale.ROOT,
        "%-34s %,13.0f %5.1f min %5.0f min %5.0f min %6.1f%% %,7d%n",
        name,
        outcome.requestsPerDay(),
        quantile(delays, 0.5),
        quantile(delays, 0.95),
        mean(delays),
        100 * outcome.found(),
        outcome.missed());
  }

  private static double mean(long[] delays) {
    return Arrays.stream(delays).average().orElse(0) / 60;
  }

  private static Outcome simulate(
      List<SimulatedFeed> feeds, Function<SimulatedFeed, Poller> schedule) {
    return new Outcome(
        IntStream.range(0, feeds.size())
            .parallel()
            .mapToObj(
                i -> poll(feeds.get(i), schedule.apply(feeds.get(i)), new Random(i).nextInt(3_600)))
            .toList());
  }

  /** Polls one feed for 30 days, and longer until all entries have arrived. */
  private static Polled poll(SimulatedFeed feed, Poller poller, int offset) {
    var entries = feed.entries();
    long end = SimulatedFeed.START + SimulatedFeed.DAYS * SimulatedFeed.DAY;
    long first = SimulatedFeed.START + offset;
    int until = count(entries, 0, end);
    var delays = new long[entries.size()];
    int arrived = 0;
    int requests = 0;
    int finds = 0;
    int missed = 0;
    int seen = 0;
    for (long now = first; now < end || seen < until; ) {
      int there = count(entries, seen, now);
      int from = Math.max(seen, there - feed.window());
      if (now > first) {
        missed += from - seen;
        for (int i = seen; i < there && entries.get(i).at() < end; i++) {
          delays[arrived++] = now - entries.get(i).at();
        }
      }
      if (now < end) {
        requests++;
        finds += there > seen ? 1 : 0;
      }
      var document = entries.subList(Math.max(0, there - feed.window()), there);
      long next = poller.next(now, entries.subList(from, there), document);
      now = Math.max(next, now + feed.freshFor());
      seen = there;
    }
    return new Polled(feed.kind(), requests, finds, missed, Arrays.copyOf(delays, arrived));
  }

  private static int count(List<Published> entries, int from, long now) {
    int count = from;
    while (count < entries.size() && entries.get(count).at() <= now) {
      count++;
    }
    return count;
  }
}
