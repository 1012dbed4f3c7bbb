package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How a database means to answer the runs of a scan. */
final class Plans {
  private Plans() {}

  /** The plan of each run, with fresh statistics. The store stays open meanwhile. */
  static List<String> of(StorageSettings settings, Path folder, Store store, Scan scan) {
    assertThat(store.newest(scan)).isNotEmpty();
    var url = Dialect.of(settings).url(settings, folder);
    try (var c =
        DriverManager.getConnection(
            url, settings.user().orElse(""), settings.password().map(Secret::value).orElse(""))) {
      Sql.run(c, "ANALYZE");
      if (Dialect.of(settings) == Dialect.POSTGRESQL) {
        Sql.run(c, "SET enable_seqscan = off");
      }
      return plans(c, scan);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> plans(Connection c, Scan scan) throws SQLException {
    var plans = new ArrayList<String>();
    for (var run : new Runs(scan, Feeds.places(c, Runs.feeds(scan))).all()) {
      var values = new ArrayList<>(run.values());
      values.add(scan.limit());
      var lines =
          Sql.list(
              c, "EXPLAIN " + run.text() + run.order(), row -> row.getString(1), values.toArray());
      plans.add(String.join("\n", lines));
    }
    return plans;
  }

  /** Whether the plan reads an index in order and sorts nothing. */
  static void isOrdered(String plan) {
    assertThat(plan)
        .doesNotContain("Sort", "Seq Scan", "tableScan")
        .matches(text -> text.contains("index sorted") || text.contains("Index"));
  }
}
