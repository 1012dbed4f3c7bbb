package io.feedloom.bench;

import io.feedloom.feed.Search;
import io.feedloom.feed.Term;
import io.feedloom.store.text.TextBulk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures how long the text index takes to find the newest 50 entries of a search. Prints
 * microseconds for growing sizes, the ratio to the median of the smallest index, and the index's
 * bytes per entry. {@code select} measures the reading of the entries.
 *
 * <p>Texts have 100 words, whose frequencies follow Zipf's law. {@code --rows 10k,100k,1M} sets the
 * sizes. The files are in the temporary folder.
 */
public final class SearchBench {
  private static final int LIMIT = 50;
  private static final int WORDS = 100;
  private static final int VOCABULARY = 50_000;
  private static final int FEEDS = 1_000;
  private static final int WARM_UP = 1_000;
  private static final int ROUNDS = 1_000;
  private static final long MAX_NANOS = 2_000_000_000L;

  /** Ranks of words: in most texts, in one of a hundred, in a few. */
  private static final int FREQUENT = 0;

  private static final int MIDDLE = 800;
  private static final int RARE = 30_000;

  /** The feeds of a tag: one in ten. */
  private static final Set<Integer> TAGGED =
      IntStream.range(0, FEEDS).filter(i -> i % 10 == 3).boxed().collect(Collectors.toSet());

  private record Asked(Search search, Set<Integer> feeds) {}

  private record Times(double median, double p99, int found) {}

  private SearchBench() {}

  public static void main(String[] arguments) throws IOException {
    var results = new LinkedHashMap<Integer, Map<String, Times>>();
    for (long rows : Rows.of(arguments, "10k,100k,1M")) {
      int size = Math.toIntExact(rows);
      var folder = Files.createTempDirectory("search-bench");
      try {
        results.put(size, measure(folder, size));
      } finally {
        delete(folder);
      }
    }
    print(results);
  }

  private static Map<String, Times> measure(Path folder, int rows) throws IOException {
    long begin = System.nanoTime();
    try (var index = new TextBulk(folder)) {
      index.fill(rows, FEEDS, texts());
      System.out.printf(
          Locale.ROOT,
          "%,d entries indexed in %.1f s, %d bytes an entry%n",
          rows,
          (System.nanoTime() - begin) / 1e9,
          bytes(folder) / rows);
      var times = new LinkedHashMap<String, Times>();
      for (var asked : searches().entrySet()) {
        times.put(asked.getKey(), measure(index, asked.getValue()));
      }
      return times;
    }
  }

  private static IntFunction<String> texts() {
    var random = new Random(1);
    var sums = new double[VOCABULARY];
    double sum = 0;
    for (int i = 0; i < VOCABULARY; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    double total = sum;
    return _ -> {
      var text = new StringBuilder();
      for (int i = 0; i < WORDS; i++) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * total);
        int rank = Math.min(VOCABULARY - 1, found < 0 ? -found - 1 : found);
        text.append(word(rank)).append(' ');
      }
      return text.toString();
    };
  }

  /** Returns a word of letters, a different one for each rank. */
  private static String word(int rank) {
    var word = new StringBuilder("w");
    for (int rest = rank; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.append("ish").toString();
  }

  private static Map<String, Asked> searches() {
    var searches = new LinkedHashMap<String, Asked>();
    searches.put("frequent word", asked(Set.of(), word(FREQUENT)));
    searches.put("rare word", asked(Set.of(), word(RARE)));
    searches.put("two words", asked(Set.of(), word(FREQUENT), word(MIDDLE)));
    searches.put("phrase", asked(Set.of(), word(FREQUENT) + " " + word(1)));
    searches.put("word with tag", asked(TAGGED, word(FREQUENT)));
    return searches;
  }

  private static Asked asked(Set<Integer> feeds, String... texts) {
    var terms = Arrays.stream(texts).map(text -> new Term(text, false)).toList();
    return new Asked(new Search(terms, List.of(), List.of()), feeds);
  }

  private static Times measure(TextBulk index, Asked asked) throws IOException {
    run(index, asked, WARM_UP);
    var nanos = run(index, asked, ROUNDS);
    nanos.sort(Comparator.naturalOrder());
    return new Times(
        nanos.get(nanos.size() / 2) / 1e3,
        nanos.get(nanos.size() * 99 / 100) / 1e3,
        index.newest(asked.search(), asked.feeds(), LIMIT));
  }

  /** Runs this many rounds, or as many as the time allows. */
  private static List<Long> run(TextBulk index, Asked asked, int rounds) throws IOException {
    var nanos = new ArrayList<Long>();
    long end = System.nanoTime() + MAX_NANOS;
    for (int i = 0; i < rounds && System.nanoTime() < end; i++) {
      long begin = System.nanoTime();
      index.newest(asked.search(), asked.feeds(), LIMIT);
      nanos.add(System.nanoTime() - begin);
    }
    return nanos;
  }

  private static void print(Map<Integer, Map<String, Times>> results) {
    var smallest = results.values().iterator().next();
    System.out.printf("%-14s", "newest 50, µs");
    results.keySet().forEach(rows -> System.out.printf("%33s", "%,d entries".formatted(rows)));
    System.out.printf("%n%-14s", "");
    results
        .keySet()
        .forEach(_ -> System.out.printf("%10s%10s%7s%6s", "median", "p99", "ratio", "found"));
    System.out.println();
    smallest.forEach(
        (name, base) -> {
          System.out.printf("%-14s", name);
          for (var times : results.values()) {
            var t = times.getOrDefault(name, base);
            System.out.printf(
                Locale.ROOT,
                "%10.0f%10.0f%7.2f%6d",
                t.median(),
                t.p99(),
                t.median() / base.median(),
                t.found());
          }
          System.out.println();
        });
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
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
