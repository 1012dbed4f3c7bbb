package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Secret;
import io.feedloom.store.db.Dialect;
import io.feedloom.store.db.Sql;
import io.feedloom.store.scan.ScanStatements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Query plans of a database. */
final class Plans {
  private Plans() {}

  /** Returns the plan of each run of a scan, with fresh statistics. The store stays open. */
  static List<String> of(StorageSettings settings, Path folder, Store store, Scan scan) {
    assertThat(store.entries().newest(scan)).isNotEmpty();
    try (var c = connect(settings, folder)) {
      preferIndexes(c, settings);
      return plans(c, scan);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the plan of one statement, with fresh statistics. */
  static String of(StorageSettings settings, Path folder, String sql, Object... values)
      throws SQLException {
    try (var c = connect(settings, folder)) {
      preferIndexes(c, settings);
      return plan(c, sql, values);
    }
  }

  /** Makes the database use indexes, as it does with large tables. */
  private static void preferIndexes(Connection c, StorageSettings settings) throws SQLException {
    Sql.run(c, "ANALYZE");
    if (Dialect.of(settings) == Dialect.POSTGRESQL) {
      Sql.run(c, "SET enable_seqscan = off");
    }
  }

  /** Opens a connection besides those of the store, which stays open. */
  static Connection connect(StorageSettings settings, Path folder) throws SQLException {
    return DriverManager.getConnection(
        Dialect.of(settings).url(settings, folder),
        settings.user().orElse(""),
        settings.password().map(Secret::value).orElse(""));
  }

  /** Returns how many rows of tables and indexes a statement reads, filtered ones included. */
  static int rowsRead(Connection c, StorageSettings settings, String sql, Object... values)
      throws SQLException {
    Sql.run(c, "ANALYZE");
    var plan =
        String.join("\n", Sql.list(c, "EXPLAIN ANALYZE " + sql, row -> row.getString(1), values));
    return Dialect.of(settings) == Dialect.H2
        ? numbers("scanCount: (\\d+)", plan)
        : numbers("Scan .*actual .*rows=(\\d+)", plan)
            + numbers("Rows Removed by Filter: (\\d+)", plan);
  }

  private static int numbers(String pattern, String plan) {
    return Pattern.compile(pattern)
        .matcher(plan)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private static List<String> plans(Connection c, Scan scan) throws SQLException {
    var plans = new ArrayList<String>();
    for (var statement : ScanStatements.of(c, scan)) {
      plans.add(plan(c, statement.sql(), statement.values().toArray()));
    }
    return plans;
  }

  private static String plan(Connection c, String sql, Object... values) throws SQLException {
    return String.join("\n", Sql.list(c, "EXPLAIN " + sql, row -> row.getString(1), values));
  }

  /** Asserts that the plan reads an index in order and sorts nothing. */
  static void isOrdered(String plan) {
    assertThat(plan)
        .doesNotContain("Sort", "Seq Scan", "tableScan")
        .matches(text -> text.contains("index sorted") || text.contains("Index"));
  }
}
