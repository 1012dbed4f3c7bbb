package io.feedloom.bench;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fills a store of any size with SQL, because only reading is measured. It has a thousand feeds:
 * half have the tag {@code hot}, a third {@code news} and two {@code rare}, and each has one of
 * five languages. Two thirds of the entries have the category {@code common}, and each has one of a
 * thousand others.
 */
final class SelectData {
  private static final int FEEDS = 1_000;
  private static final int CATEGORIES = 1_000;
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final long STEP_MILLIS = 20_000;

  /** Rows per transaction, because H2 keeps track of what a transaction wrote. */
  private static final long BATCH_SIZE = 250_000;

  /** H2 begins with the left side of an outer join, here the side that grows. */
  private static final String ENTRIES =
      """
      INSERT INTO entry (feed_id, id, fingerprint, river, first_seen, last_changed, group_id,
      categories, payload)
      SELECT f.id, x.x, x.x, ? + x.x * ?, ?, ?, f.group_id, NULL,
      STRINGTOUTF8(CHAR(1) || '{"guid":"g' || x.x || '","title":"Entry ' || x.x
      || '","content":"' || ? || '"}')
      FROM SYSTEM_RANGE(?, ?) x LEFT JOIN feed f ON f.id = MOD(x.x * 7919, ?) + 1
      """;

  private static final String COMMON =
      """
      INSERT INTO entry_category (category, group_id, river, feed_id, id)
      SELECT ?, group_id, river, feed_id, id FROM entry
      WHERE id BETWEEN ? AND ? AND MOD(id, 3) > 0
      """;

  private static final String OTHERS =
      """
      INSERT INTO entry_category (category, group_id, river, feed_id, id)
      SELECT b.digest, e.group_id, e.river, e.feed_id, e.id
      FROM entry e LEFT JOIN bench_category b ON b.number = MOD(e.id * 31, ?)
      WHERE e.id BETWEEN ? AND ?
      """;

  private SelectData() {}

  /** Returns when the entry with this number was published. */
  static Instant river(long number) {
    return FIRST.plusMillis(number * STEP_MILLIS);
  }

  static void fill(StorageSettings settings, Path folder, long rows) throws SQLException {
    try (var store = Store.open(settings, folder)) {
      store.feeds().subscribe(subscriptions(), FIRST);
    }
    var url = "jdbc:h2:" + folder.resolve("feedloom") + ";WRITE_DELAY=2000;CACHE_SIZE=262144";
    try (var c = DriverManager.getConnection(url)) {
      categories(c);
      run(c, "CREATE INDEX bench_entry ON entry (id)");
      for (long from = 1; from <= rows; from += BATCH_SIZE) {
        long to = Math.min(rows, from + BATCH_SIZE - 1);
        entries(c, from, to);
        run(c, COMMON, Digest.of("common"), from, to);
        run(c, OTHERS, CATEGORIES, from, to);
      }
      run(c, "DROP INDEX bench_entry");
      run(c, "DROP TABLE bench_category");
      run(c, "ANALYZE");
    }
  }

  /** Returns the feeds of the store. */
  static List<Subscription> subscriptions() {
    var subscriptions = new ArrayList<Subscription>();
    for (int i = 0; i < FEEDS; i++) {
      subscriptions.add(Subscription.of(URI.create("https://feed" + i + ".example.org/"), tags(i)));
    }
    return subscriptions;
  }

  private static Set<Tag> tags(int feed) {
    var tags = new LinkedHashSet<Tag>();
    tags.add(Tag.of("language " + feed % 5));
    if (feed % 2 == 0) {
      tags.add(Tag.of("hot"));
    }
    if (feed % 3 == 0) {
      tags.add(Tag.of("news"));
    }
    if (feed < 2) {
      tags.add(Tag.of("rare"));
    }
    return tags;
  }

  private static void entries(Connection c, long from, long to) throws SQLException {
    long first = FIRST.toEpochMilli();
    var text = "text of about three hundred characters ".repeat(8);
    run(c, ENTRIES, first, STEP_MILLIS, first, first, text, from, to, FEEDS);
  }

  private static void categories(Connection c) throws SQLException {
    run(c, "CREATE TABLE bench_category (number INTEGER PRIMARY KEY, digest BIGINT NOT NULL)");
    for (int i = 0; i < CATEGORIES; i++) {
      run(c, "INSERT INTO bench_category VALUES (?, ?)", i, Digest.of("c" + i));
    }
  }

  private static void run(Connection c, String sql, Object... values) throws SQLException {
    try (var statement = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
