package io.feedloom.bench;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Callbacks;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.push.hub.Hub;
import io.feedloom.select.Selections;
import io.feedloom.serve.IdleActions;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.push.HubRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Measures how long an entry takes from the store to the last subscriber of the hub. 10,000
 * subscribers of 1,000 topics are on 100 hosts of this computer. Prints medians and 99th
 * percentiles of three situations: an entry of one topic with 10 subscribers, an entry of a topic
 * with 1,000 subscribers, and an entry of all topics.
 *
 * <p>{@code --subscribers 10000} and {@code --topics 1000} set the numbers.
 */
public final class PushBench implements AutoCloseable {
  private static final int HOSTS = 100;
  private static final int ROUNDS = 100;
  private static final int BIG = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final int subscribers;
  private final int topics;
  private final Publisher publisher = Publisher.ofHosts(HOSTS).withoutRecording();
  private final InstantSource clock = InstantSource.system();
  private final Settings settings;
  private final Store store;
  private final Server server;
  private final Hub hub;
  private final LongAdder entries = new LongAdder();

  /** The receipts that a round waits for, and when each arrived. */
  private volatile Round round = new Round(0);

  private static final class Round {
    private final CountDownLatch left;
    private final long[] arrived;
    private int count;

    Round(int receipts) {
      left = new CountDownLatch(receipts);
      arrived = new long[receipts];
    }

    synchronized void receive(long time) {
      if (count < arrived.length) {
        arrived[count++] = time;
      }
      left.countDown();
    }
  }

  private PushBench(Path folder, int subscribers, int topics)
      throws IOException, Server.CannotListen {
    this.subscribers = subscribers;
    this.topics = topics;
    this.settings = settings(folder);
    this.store = Store.open(settings.storage(), folder);
    var health = new Health(clock, _ -> {});
    List<FeedGroup> groups = store.feeds().subscribe(settings.subscriptions(), clock.instant());
    this.server = new Server(store, settings, groups, new IdleActions(), clock, health);
    this.hub =
        new Hub(
            store,
            server.topics(),
            new WebClient(() -> new UserAgent("bench", Optional.empty(), 0)),
            settings::polling,
            clock,
            server.hubCounters(),
            health);
    publisher.otherwise(
        request -> {
          if (request.method().equals("GET")) {
            return Callbacks.consent(request);
          }
          round.receive(System.nanoTime());
          return Answer.of(204, Map.of(), "");
        });
  }

  private Settings settings(Path folder) throws IOException {
    var yaml =
        new StringBuilder(
            """
            public-url: http://planet.example
            polling: { allow-addresses: [127.0.0.0/8] }
            server: { port: 0 }
            storage: { url: "jdbc:h2:./feedloom" }
            feeds:
            """);
    for (int i = 0; i < topics; i++) {
      yaml.append(
          "  - { id: f%d, url: \"https://f%d.example/\", tags: [t%d] }\n".formatted(i, i, i));
    }
    yaml.append("  - { id: big, url: \"https://big.example/\", tags: [big] }\n");
    yaml.append("  - { id: every, url: \"https://every.example/\", tags: [every] }\n");
    var file = folder.resolve("feeds.yml");
    Files.writeString(file, yaml);
    return switch (FeedsFile.read(file, Map.of(), Selections::fault)) {
      case Loaded.Valid valid -> valid.settings();
      case Loaded.Invalid invalid -> throw new IllegalStateException(invalid.faults().toString());
    };
  }

  public static void main(String[] arguments) throws Exception {
    try (var scratch = Scratch.create();
        var bench =
            new PushBench(
                scratch.folder(),
                number(arguments, "--subscribers", 10_000),
                number(arguments, "--topics", 1_000))) {
      bench.measure();
    }
  }

  private static int number(String[] arguments, String name, int usual) {
    int at = List.of(arguments).indexOf(name);
    return at < 0 ? usual : Integer.parseInt(arguments[at + 1]);
  }

  private void measure() throws InterruptedException {
    long before = heap();
    subscribe();
    hub.start();
    awaitConfirmed();
    long idle = heap();
    System.out.printf(
        Locale.ROOT,
        "%,d subscribers of %,d topics confirmed; heap %d MiB, before %d MiB%n",
        store.hubSubscriptions().figures().subscriptions(),
        store.hubSubscriptions().figures().topics(),
        idle,
        before);
    int perTopic = subscribers / topics;
    var warm = new Times();
    for (int i = 0; i < ROUNDS; i++) {
      run("f" + i % topics, perTopic, warm);
    }
    report("one topic of %,d subscribers".formatted(perTopic), ROUNDS, perTopic);
    report("big", "one topic of %,d subscribers".formatted(BIG), ROUNDS / 5, BIG);
    report("every", "all topics", 5, subscribers);
    System.out.printf(Locale.ROOT, "heap after all: %d MiB%n", heap());
  }

  /** Latencies in nanoseconds: of each receipt, and of the last one of each entry. */
  private static final class Times {
    private final List<Long> all = new ArrayList<>();
    private final List<Long> last = new ArrayList<>();
    private long most;
  }

  private void report(String what, int rounds, int receipts) throws InterruptedException {
    var times = new Times();
    long rendered = server.hubCounters().rendered();
    for (int i = 0; i < rounds; i++) {
      run("f" + (i * 7) % topics, receipts, times);
    }
    print(what, times, rounds, rendered);
  }

  private void report(String feed, String what, int rounds, int receipts)
      throws InterruptedException {
    var times = new Times();
    run(feed, receipts, new Times());
    long rendered = server.hubCounters().rendered();
    for (int i = 0; i < rounds; i++) {
      run(feed, receipts, times);
    }
    print(what, times, rounds, rendered);
  }

  private void print(String what, Times times, int rounds, long rendered) {
    System.out.printf(
        Locale.ROOT,
        "%s: receipt median %.1f ms, p99 %.1f ms; last receipt median %.1f ms, p99 %.1f ms;"
            + " %.1f renderings an entry; heap in use at most %d MiB%n",
        what,
        millis(times.all, 0.5),
        millis(times.all, 0.99),
        millis(times.last, 0.5),
        millis(times.last, 0.99),
        (server.hubCounters().rendered() - rendered) / (double) rounds,
        times.most);
  }

  private static double millis(List<Long> nanos, double share) {
    return Report.quantile(nanos.stream().mapToDouble(Long::doubleValue).toArray(), share) / 1e6;
  }

  /** Stores an entry and waits until all its subscribers have received it. */
  private void run(String feed, int receipts, Times times) throws InterruptedException {
    var own = new Round(receipts);
    round = own;
    long begin = System.nanoTime();
    arrive(feed);
    if (!own.left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          own.left.getCount() + " receipts of " + feed + " are missing");
    }
    synchronized (own) {
      Arrays.stream(own.arrived).map(time -> time - begin).forEach(times.all::add);
      times.last.add(Arrays.stream(own.arrived).max().orElse(begin) - begin);
    }
    var runtime = Runtime.getRuntime();
    times.most = Math.max(times.most, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    awaitStored();
  }

  /**
   * Stores an entry as a poll does, and passes the arrival on. To measure a longer chain, publish
   * the entry here instead, at an upstream hub to which this server has subscribed.
   */
  private void arrive(String feed) {
    entries.increment();
    var now = clock.instant();
    var due = store.leases().take(new FeedId(feed), now, Duration.ofMinutes(5)).orElseThrow();
    var entry =
        Entry.builder("urn:bench:" + feed + ":" + entries.sum())
            .title("Entry " + entries.sum() + " " + now)
            .content("<p>" + "Words of this entry. ".repeat(100) + "</p>")
            .published(now)
            .build();
    var change =
        new Update.Change(
            Digest.of(entry.guid()),
            Digest.of(entry.toString()),
            now,
            true,
            entry,
            RuleResult.NONE);
    server.arrived(
        store
            .updates()
            .apply(
                SampleUpdate.of(
                    due,
                    PollState.unpolled(now),
                    Optional.empty(),
                    List.of(),
                    List.of(change),
                    now)));
    hub.wake();
  }

  private void awaitStored() throws InterruptedException {
    while (store.hubSubscriptions().figures().waiting() > 0) {
      Thread.sleep(5);
    }
  }

  private void awaitConfirmed() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (store.hubSubscriptions().figures().subscriptions() < subscribers + BIG) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the subscriptions were not confirmed");
      }
      Thread.sleep(100);
    }
    awaitStored();
  }

  private void subscribe() {
    var now = clock.instant();
    IntStream.range(0, subscribers)
        .forEach(i -> subscribe("/tags/every,t%d.atom".formatted(i % topics), i, now));
    IntStream.range(subscribers, subscribers + BIG)
        .forEach(i -> subscribe("/tags/big.atom", i, now));
  }

  private void subscribe(String topic, int number, Instant now) {
    var host = Publisher.host(number % HOSTS);
    store
        .hubRequests()
        .add(
            new HubRequest(
                HubRequest.Mode.SUBSCRIBE,
                topic,
                Optional.empty(),
                "http://" + host + ":" + publisher.port() + "/" + number,
                host,
                Optional.empty(),
                "http://planet.example" + topic,
                "http://planet.example",
                Duration.ofDays(1),
                LogPlace.after(store.arrivals().end())),
            now,
            new HubRequests.Limits(10_000, 100_000));
  }

  private static long heap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  @Override
  public void close() {
    hub.close();
    server.close();
    store.close();
    publisher.close();
  }
}
