package io.feedloom.store.scan;

import io.feedloom.feed.Scan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Shows the statements of a scan to tests in other packages. */
public final class ScanStatements {
  private ScanStatements() {}

  /** A statement with its values. */
  public record Statement(String sql, List<Object> values) {}

  /** Returns the statement of each run of a scan. */
  public static List<Statement> of(Connection c, Scan scan) throws SQLException {
    var statements = new ArrayList<Statement>();
    for (var run : new Runs(c, scan).all()) {
      var values = new ArrayList<>(run.values());
      values.add(scan.limit());
      statements.add(new Statement(run.text() + run.order(), values));
    }
    return statements;
  }
}
