package io.feedloom.bench;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Scan.OfCategory;
import io.feedloom.feed.Scan.OfGroup;
import io.feedloom.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Measures how long the newest 50 entries of a selection take in H2 stores of growing size. Prints
 * microseconds, and the ratio to the median of the smallest store.
 *
 * <p>{@code --rows 10k,100k,1M,3M} sets the sizes. The files are in the temporary folder and need
 * about 2 KB per row.
 */
public final class SelectBench {
  private static final int LIMIT = 50;
  private static final int WARM_UP = 1_500;
  private static final int ROUNDS = 1_000;
  private static final long MAX_NANOS = 3_000_000_000L;

  private final Store store;
  private final long rows;
  private final Random random = new Random(1);

  private SelectBench(Store store, long rows) {
    this.store = store;
    this.rows = rows;
  }

  private record Times(double median, double p99) {}

  public static void main(String[] arguments) throws IOException, SQLException {
    var sizes = Rows.of(arguments, "10k,100k,1M,3M");
    var results = new LinkedHashMap<Long, Map<String, Times>>();
    for (long size : sizes) {
      var folder = Files.createTempDirectory("select-bench");
      try {
        results.put(size, measure(folder, size));
      } finally {
        delete(folder);
      }
    }
    print(results);
  }

  private static Map<String, Times> measure(Path folder, long rows) throws SQLException {
    var settings = StorageSettings.ofUrl("jdbc:h2:./feedloom");
    long begin = System.nanoTime();
    SelectData.fill(settings, folder, rows);
    System.out.printf(
        Locale.ROOT, "%,d rows filled in %.1f s%n", rows, (System.nanoTime() - begin) / 1e9);
    try (var store = Store.open(settings, folder)) {
      return new SelectBench(store, rows).measureAll();
    }
  }

  private Map<String, Times> measureAll() {
    var times = new LinkedHashMap<String, Times>();
    selections().forEach((name, scan) -> times.put(name, measure(scan)));
    return times;
  }

  /** Returns the scans of each selection, by round. */
  private Map<String, LongFunction<Scan>> selections() {
    var everything = ofGroups(_ -> true);
    var all = store.feeds().groups().stream().map(FeedGroup::number).collect(Collectors.toSet());
    var selections = new LinkedHashMap<String, LongFunction<Scan>>();
    selections.put("hot tag", top(ofGroups(tags -> tags.contains("hot"))));
    selections.put("rare tag", top(ofGroups(tags -> tags.contains("rare"))));
    selections.put(
        "intersection", top(ofGroups(tags -> tags.contains("hot") && tags.contains("news"))));
    selections.put("union", top(ofGroups(tags -> tags.contains("rare") || tags.contains("news"))));
    selections.put("negation", top(ofGroups(tags -> !tags.contains("news"))));
    selections.put("hot category", top(List.of(new OfCategory("common", all, List.of()))));
    selections.put("rare category", top(List.of(new OfCategory("c7", all, List.of()))));
    selections.put(
        "without category",
        top(
            store.feeds().groups().stream()
                .<Scan.Branch>map(
                    g -> new OfGroup(g.number(), List.of(Clause.noneOf(Set.of("common")))))
                .toList()));
    selections.put("everything", top(everything));
    selections.put("deep page", _ -> scan(everything, Optional.of(somewhere())));
    return selections;
  }

  private List<Scan.Branch> ofGroups(Predicate<Set<String>> tags) {
    return store.feeds().groups().stream()
        .filter(group -> tags.test(group.tags()))
        .<Scan.Branch>map(group -> new OfGroup(group.number(), List.of()))
        .toList();
  }

  private static LongFunction<Scan> top(List<Scan.Branch> branches) {
    return _ -> scan(branches, Optional.empty());
  }

  private static Scan scan(List<Scan.Branch> branches, Optional<Cursor> before) {
    return new Scan(
        branches,
        Set.<FeedId>of(),
        Optional.empty(),
        Optional.empty(),
        before,
        Optional.empty(),
        LIMIT);
  }

  private Cursor somewhere() {
    return new Cursor(SelectData.river(random.nextLong(rows)), new EntryKey(0, 0));
  }

  private Times measure(LongFunction<Scan> scan) {
    run(scan, WARM_UP);
    var nanos = run(scan, ROUNDS);
    nanos.sort(Comparator.naturalOrder());
    return new Times(nanos.get(nanos.size() / 2) / 1e3, nanos.get(nanos.size() * 99 / 100) / 1e3);
  }

  /** Runs this many rounds, or as many as the time allows. */
  private List<Long> run(LongFunction<Scan> scan, int rounds) {
    var nanos = new ArrayList<Long>();
    long end = System.nanoTime() + MAX_NANOS;
    for (int i = 0; i < rounds && System.nanoTime() < end; i++) {
      var next = scan.apply(i);
      long begin = System.nanoTime();
      store.entries().newest(next);
      nanos.add(System.nanoTime() - begin);
    }
    return nanos;
  }

  private static void print(Map<Long, Map<String, Times>> results) {
    var smallest = results.values().iterator().next();
    System.out.printf("%-18s", "newest 50, µs");
    results.keySet().forEach(rows -> System.out.printf("%27s", String.format("%,d rows", rows)));
    System.out.printf("%n%-18s", "");
    results.keySet().forEach(_ -> System.out.printf("%10s%10s%7s", "median", "p99", "ratio"));
    System.out.println();
    smallest.forEach(
        (name, base) -> {
          System.out.printf("%-18s", name);
          results
              .values()
              .forEach(
                  times -> {
                    var t = times.getOrDefault(name, base);
                    System.out.printf(
                        Locale.ROOT,
                        "%10.0f%10.0f%7.2f",
                        t.median(),
                        t.p99(),
                        t.median() / base.median());
                  });
          System.out.println();
        });
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
