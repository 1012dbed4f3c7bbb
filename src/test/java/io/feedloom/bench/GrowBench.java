package io.feedloom.bench;

import io.feedloom.config.RetentionSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.farm.BulkFarm;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update.Change;
import io.feedloom.health.Health;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import io.feedloom.refresh.Housekeeper;
import io.feedloom.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures how fast new entries are stored and indexed while an H2 store grows, what they take on
 * disk, and how long the newest 50 entries take meanwhile. The entries are parsed before. The file
 * is compacted once a minute, as in the program.
 *
 * <p>{@code --rows 100k,1M,3M} sets the sizes at which a line is printed. 3,000,000 entries need 6
 * GB of disk and half an hour.
 */
public final class GrowBench {
  private static final int FEEDS = 1_000;
  private static final int ENTRIES = 25;
  private static final int CALLERS = 64;
  private static final int TAGS = 22;
  private static final int PAGE = 50;
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final Duration TOOK = Duration.ofMillis(20);

  /** How many rounds before each size count for its line. */
  private static final int COUNTED = 3;

  private final Store store;
  private final FeedParser parser = new FeedParser();
  private final com.sun.management.OperatingSystemMXBean system =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** A document that is ready to be stored. */
  private record Document(FeedInfo info, List<Change> changes) {}

  /** The costs of a round. Times in seconds. */
  private record Round(double seconds, double cpu, double page) {}

  private GrowBench(Store store) {
    this.store = store;
  }

  /** {@code scripts/bench grow [--rows SIZES]}. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    var sizes = Rows.of(args, "25k,100k,500k,1M,2M,3M");
    Report.subject("A growing store, %,d new entries in a round".formatted(FEEDS * ENTRIES));
    System.out.printf(
        "%12s %12s %14s %16s %16s %12s %8s%n",
        "entries",
        "entries/s",
        "of the first",
        "CPU s / 25,000",
        "bytes an entry",
        "page, ms",
        "load");
    try (var scratch = Scratch.create();
        var store = Store.open(StorageSettings.ofUrl("jdbc:h2:./grow"), scratch.folder());
        var housekeeper = housekeeper(store)) {
      housekeeper.start();
      store.feeds().subscribe(subscriptions(), START);
      new GrowBench(store).run(scratch, sizes);
    }
  }

  /** Returns what compacts the file while the program runs. It deletes nothing here. */
  private static Housekeeper housekeeper(Store store) {
    var all = new RetentionSettings(Duration.ofDays(3_650), Integer.MAX_VALUE);
    var clock = InstantSource.fixed(START);
    var health =
        new Health(
            clock,
            fault -> {
              throw new IllegalStateException(fault);
            });
    return new Housekeeper(store, clock, new Housekeeper.Plan(all, Map.of()), _ -> {}, health);
  }

  private static List<Subscription> subscriptions() {
    return IntStream.range(0, FEEDS)
        .mapToObj(feed -> Subscription.of(url(feed), Set.of(Tag.of("t" + feed % TAGS))))
        .toList();
  }

  private static URI url(int feed) {
    return URI.create("http://bulk.example/" + feed + ".xml");
  }

  private void run(Scratch scratch, List<Long> sizes)
      throws IOException, InterruptedException, ExecutionException {
    var rounds = new ArrayList<Round>();
    double first = 0;
    for (long size : sizes) {
      while ((long) rounds.size() * FEEDS * ENTRIES < size) {
        rounds.add(round(rounds.size()));
      }
      var last = rounds.subList(Math.max(0, rounds.size() - COUNTED), rounds.size());
      double rate = FEEDS * ENTRIES / Report.median(last, Round::seconds);
      first = first == 0 ? rate : first;
      System.out.printf(
          Locale.ROOT,
          "%,12d %,12.0f %14.2f %16.2f %,16.0f %12.2f %8.1f%n",
          size,
          rate,
          rate / first,
          Report.median(last, Round::cpu),
          (double) Scratch.size(scratch.folder()) / size,
          1000 * Report.median(last, Round::page),
          system.getSystemLoadAverage());
    }
  }

  private Round round(int number) throws InterruptedException, ExecutionException {
    var documents = documents(number);
    var now = START.plus(Duration.ofHours(number + 1L));
    var due = store.leases().takeDue(now, FEEDS, LEASE);
    if (due.size() != FEEDS) {
      throw new IllegalStateException(due.size() + " of " + FEEDS + " feeds are due");
    }
    System.gc(); // the garbage of the parser would count otherwise
    long cpu = system.getProcessCpuTime();
    long begin = System.nanoTime();
    double page;
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      var pending = new ArrayList<Future<?>>();
      for (var feed : due) {
        pending.add(callers.submit(() -> store(feed, documents, now)));
      }
      while (pending.stream().anyMatch(future -> !future.isDone())) {
        store.texts().follow(Duration.ofMillis(500));
      }
      for (var future : pending) {
        future.get();
      }
      page = page();
      callers.shutdown();
      callers.awaitTermination(1, TimeUnit.MINUTES);
    }
    store.texts().follow(LEASE);
    return new Round(
        (System.nanoTime() - begin) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9, page);
  }

  private Map<URI, Document> documents(int round) {
    var documents = new HashMap<URI, Document>();
    IntStream.range(0, FEEDS)
        .parallel()
        .mapToObj(feed -> Map.entry(url(feed), document(feed, round)))
        .toList()
        .forEach(document -> documents.put(document.getKey(), document.getValue()));
    return documents;
  }

  private Document document(int feed, int round) {
    var bytes = BulkFarm.document(feed, round * ENTRIES, ENTRIES).getBytes(StandardCharsets.UTF_8);
    var document = new FetchedDocument(url(feed), bytes, Optional.empty(), Optional.empty());
    if (!(parser.parse(document) instanceof Parsed.Feed parsed)) {
      throw new IllegalStateException("the document of feed " + feed + " is not a feed");
    }
    var changes =
        parsed.items().stream()
            .map(
                item -> {
                  var entry = item.entry();
                  return new Change(
                      Digest.of(item.guid()),
                      item.fingerprint(),
                      entry.published().orElse(START),
                      true,
                      entry);
                })
            .toList();
    return new Document(parsed.info(), changes);
  }

  private void store(Due due, Map<URI, Document> documents, Instant now) {
    var document = Objects.requireNonNull(documents.get(due.url()));
    store
        .updates()
        .apply(
            SampleUpdate.of(
                due,
                due.state().due(now.plus(Duration.ofMinutes(30)), "it is due"),
                Optional.of(document.info()),
                List.of(),
                document.changes(),
                Optional.of(document.changes().stream().mapToLong(Change::id).toArray()),
                RuleResult.NO_RULES,
                now,
                TOOK));
  }

  /** Reads the newest entries of all groups, and returns how long that took, in seconds. */
  private double page() {
    var branches =
        store.feeds().groups().stream()
            .<Scan.Branch>map(group -> new Scan.OfGroup(group.number(), List.of()))
            .toList();
    var none = Optional.<Cursor>empty();
    var scan = new Scan(branches, Set.of(), Optional.empty(), Optional.empty(), none, none, PAGE);
    long begin = System.nanoTime();
    int read = store.entries().newest(scan).size();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (read != PAGE) {
      throw new IllegalStateException(read + " entries instead of " + PAGE);
    }
    return seconds;
  }
}
