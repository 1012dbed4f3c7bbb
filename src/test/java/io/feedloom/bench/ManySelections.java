package io.feedloom.bench;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.RetentionSettings;
import io.feedloom.config.ServerSettings;
import io.feedloom.config.Settings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.health.Health;
import io.feedloom.serve.IdleActions;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Requests one page after the other from a server in this process with a large store. Measures the
 * first request for a page, the effect of very many pages on memory and on the most requested page,
 * and how soon an arrival is on its page.
 */
final class ManySelections implements AutoCloseable {
  private static final String HOT = "/tags/hot.atom";
  private static final int DISTINCT = 10_000;
  private static final int HOT_EVERY = 5;
  private static final int COLD = 300;

  /** Requests until the JVM has compiled the code that makes a page. */
  private static final int WARM_UP = 2_000;

  private static final int ARRIVALS = 200;
  private static final StorageSettings STORAGE = StorageSettings.ofUrl("jdbc:h2:./feedloom");

  /** Parameters that select by tag. Each gives a thousand selections with different times. */
  private static final List<String> TAGS =
      List.of(
          "tag=hot",
          "tag=news",
          "tag=hot&tag=news",
          "tag=-news",
          "tag=hot&tag=-news",
          "tag=language-0",
          "tag=language-1,language-2",
          "tag=language-3&tag=hot",
          "tag=language-4&tag=-hot",
          "tag=rare,news");

  private final Random random = new Random(1);
  private final Clock clock = Clock.systemUTC();
  private final long rows;
  private final Store store;
  private final Server server;
  private final int port;

  private ManySelections(Path folder, long rows) throws Server.CannotListen {
    this.rows = rows;
    store = Store.open(STORAGE, folder);
    var settings = settings();
    var groups = store.feeds().subscribe(settings.subscriptions(), clock.instant());
    server =
        new Server(store, settings, groups, new IdleActions(), clock, new Health(clock, _ -> {}));
    port = server.start();
  }

  private static Settings settings() {
    return new Settings(
        "Benchmark",
        Optional.empty(),
        new ServerSettings("127.0.0.1", 0, Optional.empty(), List.of(), true),
        STORAGE,
        PollingSettings.DEFAULT,
        RetentionSettings.DEFAULT,
        SelectData.subscriptions(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** Fills a store in the folder, and measures. */
  static void measure(Path folder, long rows) throws Exception {
    Report.title("Pages over %,d entries, asked for one after the other".formatted(rows));
    long begin = System.nanoTime();
    SelectData.fill(STORAGE, folder, rows);
    Report.line("filling the store", (System.nanoTime() - begin) / 1e9, "s");
    try (var many = new ManySelections(folder, rows)) {
      many.warmUp();
      many.cold();
      many.distinct();
      many.arrivals();
    }
  }

  private double ask(String path) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    answer(path);
    return (System.nanoTime() - begin) / 1e6;
  }

  private HttpResponse<byte[]> answer(String path) throws IOException, InterruptedException {
    var answer = Http.get("http://127.0.0.1:" + port + path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    return answer;
  }

  /** Requests other selections of the same kinds as the measured ones. */
  private void warmUp() throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      ask("/feed.rss?" + tags(i) + "&until=" + somewhere());
    }
  }

  private static String tags(int i) {
    return TAGS.get(i % TAGS.size());
  }

  private Instant somewhere() {
    return SelectData.river(rows / 10 + random.nextLong(rows - rows / 10));
  }

  private void cold() throws IOException, InterruptedException {
    Report.section("The first request for a page (aim < 10 ms median)");
    cold("everything, somewhere in the history", _ -> "until=" + somewhere());
    cold("tags, somewhere in the history", i -> tags(i) + "&until=" + somewhere());
    cold("a frequent category", _ -> "category=common&until=" + somewhere());
    cold("all without a frequent category", _ -> "category=-common&until=" + somewhere());
    cold("at most 2 of a feed", i -> tags(i) + "&per-feed=2&until=" + somewhere());
  }

  private interface Queries {
    String query(int i);
  }

  private void cold(String name, Queries queries) throws IOException, InterruptedException {
    var times = new double[COLD];
    for (int i = 0; i < COLD; i++) {
      times[i] = ask("/feed.atom?" + queries.query(i));
    }
    line(name, times);
  }

  private static void line(String name, double... times) {
    Arrays.sort(times);
    Report.line(name, Report.median(times), "ms median");
    Report.line("", times[times.length * 99 / 100], "ms at the 99th of 100");
  }

  private void distinct() throws IOException, InterruptedException {
    Report.section("%,d distinct selections at random".formatted(DISTINCT));
    var alone = new double[DISTINCT / HOT_EVERY];
    for (int i = 0; i < alone.length; i++) {
      alone[i] = ask(HOT);
    }
    Report.line("heap in use before", heap(), "MiB");
    double fromMemory = fromMemory();
    var hot = new double[DISTINCT / HOT_EVERY];
    var times = new double[DISTINCT];
    for (int i = 0; i < DISTINCT; i++) {
      times[i] = ask("/feed.atom?" + tags(i) + "&until=" + somewhere());
      if (i % HOT_EVERY == 0) {
        hot[i / HOT_EVERY] = ask(HOT);
      }
    }
    line("each of them", times);
    Report.line(
        "the most requested page meanwhile",
        Report.median(hot),
        "ms",
        Report.median(alone),
        "alone");
    Report.line(
        "answered from memory",
        fromMemory() - fromMemory,
        "of them",
        hot.length,
        "requests for the most requested page");
    Report.line("heap in use after", heap(), "MiB");
    Report.line("pages kept", metric("feedloom_pages_cached"), "");
  }

  /** Returns the used heap in MiB, after a collection. */
  private static double heap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);
  }

  private double fromMemory() throws IOException, InterruptedException {
    return metric("from=\"memory\",status=\"200\"");
  }

  /** Returns the value on the line of the metrics with this text. */
  private double metric(String text) throws IOException, InterruptedException {
    var metrics = new String(answer("/metrics").body(), StandardCharsets.UTF_8);
    return metrics
        .lines()
        .filter(line -> line.contains(text) && !line.startsWith("#"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* ", "")))
        .sum();
  }

  /**
   * Measures arrivals while the pages of the other measurements are in memory, since an arrival may
   * change each of them.
   */
  private void arrivals() throws IOException, InterruptedException {
    Report.section("From the commit of an arrival until its page is answered (aim ≤ 100 ms)");
    var feed =
        store.feeds().all().stream().filter(f -> hasTag(f.tags(), "hot")).findFirst().orElseThrow();
    var times = new double[ARRIVALS];
    for (int i = 0; i < ARRIVALS; i++) {
      ask(HOT);
      var title = "Arrival number " + i;
      var arrivals = arrive(feed.id(), title);
      long committed = System.nanoTime();
      server.arrived(arrivals);
      var page = new String(answer(HOT).body(), StandardCharsets.UTF_8);
      times[i] = (System.nanoTime() - committed) / 1e6;
      if (!page.contains(title + "<")) {
        throw new IllegalStateException(title + " was not served");
      }
    }
    line("dropped, made again and read", times);
  }

  private static boolean hasTag(java.util.Set<io.feedloom.feed.Tag> tags, String key) {
    return tags.stream().anyMatch(tag -> tag.key().equals(key));
  }

  private List<Arrival> arrive(FeedId feed, String title) {
    var now = clock.instant();
    var due = store.leases().take(feed, now, Duration.ofMinutes(5)).orElseThrow();
    var entry = Entry.builder(title).title(title).build();
    var change = new Update.Change(Digest.of(title), 1, now, true, entry, RuleResult.NONE);
    return store
        .updates()
        .apply(
            SampleUpdate.of(
                due, PollState.unpolled(now), Optional.empty(), List.of(), List.of(change), now));
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
