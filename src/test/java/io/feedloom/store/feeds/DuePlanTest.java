package io.feedloom.store.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Subscription;
import io.feedloom.store.Sample;
import io.feedloom.store.Store;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of finding due feeds. */
class DuePlanTest {
  @TempDir private Path folder;

  @Test
  void takingDueFeedsReadsOnlyAsManyAsRequested() throws SQLException {
    var settings = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
    try (var store = Store.open(settings, folder)) {
      store
          .feeds()
          .subscribe(
              IntStream.range(0, 2_000)
                  .mapToObj(i -> URI.create("https://" + i + ".example.org/"))
                  .map(url -> Subscription.of(url, Set.of()))
                  .toList(),
              Sample.NOON);
    }
    try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"))) {
      var plan =
          Sql.first(
                  c,
                  "EXPLAIN ANALYZE " + DueFeeds.FIND_DUE,
                  row -> row.getString(1),
                  Millis.of(Sample.NOON),
                  10)
              .orElseThrow();

      assertThat(plan).containsIgnoringCase("FEED_DUE").contains("index sorted");
      var scans = plan.replaceAll("(?s).*scanCount: (\\d+).*", "$1");
      assertThat(Integer.parseInt(scans)).isLessThanOrEqualTo(12);
    }
  }
}
