package io.feedloom.bench;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.store.Store;
import io.feedloom.store.api.ScanResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Measures how long pages of stories with many sources, rankings and digests take in a large store.
 * Every sixth entry is in a story of 2, 4 or 12 feeds. Prints medians.
 *
 * <p>{@code --rows 1M} sets the size, {@code --postgres} uses PostgreSQL instead of H2.
 */
public final class StoryBench {
  private static final int ROUNDS = 60;
  private static final long MAX_NANOS = 8_000_000_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LIMIT = 51;
  private static final int COUNTED = 500;
  private static final Instant FIRST = SelectData.river(0);
  private static final long STEP = Duration.between(FIRST, SelectData.river(1)).toMillis();

  private static final String STORIES =
      """
      INSERT INTO story_entry (feed_id, id, story, why, arrived, river)
      SELECT e.feed_id, e.id, e.id / 20, 'link', e.first_seen, e.river FROM entry e
      WHERE MOD(e.id, 20) < CASE WHEN MOD(e.id / 20, 10) = 0 THEN 12
      WHEN MOD(e.id / 20, 4) = 0 THEN 4 ELSE 2 END
      """;

  private final Store store;
  private final Instant end;

  private StoryBench(Store store, long rows) {
    this.store = store;
    end = SelectData.river(rows + 10);
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    var rows = Rows.of(arguments, "1M").getFirst();
    try (var scratch = Scratch.create()) {
      if (List.of(arguments).contains("--postgres")) {
        try (var server = LocalPostgres.start(scratch.folder())) {
          measure(StorageSettings.ofUrl(server.url() + "?user=postgres"), scratch.folder(), rows);
        }
      } else {
        measure(StorageSettings.ofUrl("jdbc:h2:./feedloom"), scratch.folder(), rows);
      }
    }
  }

  private static void measure(StorageSettings settings, Path folder, long rows)
      throws SQLException {
    fill(settings, folder, rows);
    try (var store = Store.open(settings, folder)) {
      new StoryBench(store, rows).measureAll();
    }
  }

  private static void fill(StorageSettings settings, Path folder, long rows) throws SQLException {
    try (var store = Store.open(settings, folder)) {
      store.feeds().subscribe(SelectData.subscriptions(), FIRST);
    }
    boolean h2 = settings.url().startsWith("jdbc:h2:");
    var address = h2 ? "jdbc:h2:" + folder.resolve("feedloom") : settings.url();
    var text = "text of about three hundred characters ".repeat(8);
    var json = "'{\"guid\":\"g' || x.x || '\",\"title\":\"E\",\"content\":\"" + text + "\"}'";
    var payload =
        h2
            ? "STRINGTOUTF8(CHAR(1) || " + json + ")"
            : "'\\x01' || convert_to(" + json + ", 'UTF8')";
    try (var c = DriverManager.getConnection(address);
        var statement = c.createStatement()) {
      for (long from = 1; from <= rows; from += 250_000) {
        long to = Math.min(rows, from + 249_999);
        var numbers =
            h2
                ? "SYSTEM_RANGE(" + from + ", " + to + ") x"
                : "generate_series(" + from + "::bigint, " + to + ") x(x)";
        statement.execute(
            """
            INSERT INTO entry (feed_id, id, fingerprint, river, first_seen, last_changed, group_id,
            categories, payload)
            SELECT f.id, x.x, x.x, %1$d + x.x * %2$d, %1$d + x.x * %2$d + 60000, %1$d, f.group_id, NULL,
            %3$s
            FROM %4$s LEFT JOIN feed f ON f.id = MOD(x.x * 7919, 1000) + 1
            """
                .formatted(FIRST.toEpochMilli(), STEP, payload, numbers));
      }
      statement.execute(STORIES);
      statement.execute("ANALYZE");
    }
  }

  private void measureAll() {
    var all = ofGroups(_ -> true);
    var rare = ofGroups(tags -> tags.contains("rare"));
    var hot = ofGroups(tags -> tags.contains("hot"));
    Map<String, Scan> scans = new LinkedHashMap<>();
    scans.put("newest, for comparison", scan(all, Optional.empty(), Optional.empty()));
    scans.put("min-sources=3", stories(all, 3));
    scans.put("min-sources=10", stories(all, 10));
    scans.put("min-sources=3, hot tag", stories(hot, 3));
    scans.put("min-sources=3, no story", stories(rare, 3));
    scans.put("top of 24 h", top(all, Duration.ofHours(24)));
    scans.put("top of 7 days", top(all, Duration.ofDays(7)));
    scans.put("top of a year", top(all, Duration.ofDays(365)));
    scans.put("top of a year, no story", top(rare, Duration.ofDays(365)));
    scans.put("digest of a day", period(all, Duration.ofDays(1)));
    scans.put("digest of a week", period(all, Duration.ofDays(7)));
    scans.put("digest of a week, rare tag", period(rare, Duration.ofDays(7)));
    scans.put(
        "digest of a week, top",
        scan(all, Optional.empty(), Optional.empty())
            .withStories(2, true)
            .withTime(end.minus(Duration.ofDays(7)), end));
    scans.forEach(this::measure);
  }

  private List<Scan.Branch> ofGroups(Predicate<Set<String>> tags) {
    return store.feeds().groups().stream()
        .filter(group -> tags.test(group.tags()))
        .map(FeedGroup::number)
        .<Scan.Branch>map(group -> new Scan.OfGroup(group, List.of()))
        .toList();
  }

  private Scan scan(List<Scan.Branch> branches, Optional<Instant> since, Optional<Instant> until) {
    return new Scan(
        branches,
        Set.of(),
        Search.NONE,
        since,
        until,
        Optional.empty(),
        Optional.empty(),
        LIMIT,
        OptionalInt.empty(),
        true);
  }

  private Scan stories(List<Scan.Branch> branches, int fewest) {
    return scan(branches, Optional.empty(), Optional.empty()).withStories(fewest, false);
  }

  private Scan top(List<Scan.Branch> branches, Duration age) {
    return scan(branches, Optional.of(end.minus(age)), Optional.empty()).withStories(2, true);
  }

  private Scan period(List<Scan.Branch> branches, Duration period) {
    return scan(branches, Optional.empty(), Optional.empty()).withTime(end.minus(period), end);
  }

  private void measure(String name, Scan scan) {
    boolean counts = name.startsWith("digest");
    var room = new ScanResult.Room(Long.MAX_VALUE, entry -> entry, counts ? COUNTED : 0);
    var millis = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    int found = 0;
    long stop = System.nanoTime() + MAX_NANOS;
    for (int i = 0; i < ROUNDS && System.nanoTime() < stop; i++) {
      long begin = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      var page = store.entries().page(scan, room);
      store.entries().storyMembers(scan, page.entries());
      cpu.add((THREADS.getCurrentThreadCpuTime() - used) / 1e6);
      millis.add((System.nanoTime() - begin) / 1e6);
      found = page.entries().size() + page.more();
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s%6d found%10.1f ms%10.1f ms of CPU in this process%n",
        name,
        found,
        median(millis),
        median(cpu));
  }

  private static double median(List<Double> values) {
    values.sort(Comparator.naturalOrder());
    return values.get(values.size() / 2);
  }
}
