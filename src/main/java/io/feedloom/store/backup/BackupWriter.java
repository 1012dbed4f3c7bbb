package io.feedloom.store.backup;

import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Dialect;
import io.feedloom.store.db.Sql;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a backup: a head, each table with its rows, and the number of all rows. All rows are of
 * one moment, also while other processes write.
 */
public final class BackupWriter {
  /** The first text of each backup. */
  static final String MAGIC = "feedloom backup 1";

  /** How many rows PostgreSQL sends at once. */
  private static final int FETCH = 500;

  private final DataOutputStream out;
  private long rows;

  private BackupWriter(DataOutputStream out) {
    this.out = out;
  }

  /**
   * Writes all rows.
   *
   * @return their number
   * @throws StoreException if they cannot be read
   * @throws IOException if the backup cannot be written
   */
  public static long write(Database database, OutputStream to) throws IOException {
    try {
      return database.read(c -> written(c, to));
    } catch (CannotWrite e) {
      throw e.cause;
    }
  }

  private static long written(Connection c, OutputStream to) throws SQLException {
    begin(c);
    try (var out = new DataOutputStream(new GZIPOutputStream(to, 1 << 16))) {
      return new BackupWriter(out).tables(c);
    } catch (IOException e) {
      throw new CannotWrite(e);
    } finally {
      c.rollback();
      c.setAutoCommit(true);
      if (Dialect.of(c) == Dialect.POSTGRESQL) {
        c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  /** Begins a transaction that sees one moment. Nobody else writes into the copy of an H2 file. */
  private static void begin(Connection c) throws SQLException {
    if (Dialect.of(c) == Dialect.POSTGRESQL) {
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    } else {
      // Otherwise H2 collects all rows of a statement first.
      Sql.run(c, "SET LAZY_QUERY_EXECUTION 1");
    }
    c.setAutoCommit(false);
  }

  private long tables(Connection c) throws SQLException, IOException {
    out.writeUTF(MAGIC);
    out.writeInt(Database.schema());
    var tables = BackupTable.all(c);
    out.writeInt(tables.size());
    for (var table : tables) {
      table(c, table);
    }
    out.writeLong(rows);
    return rows;
  }

  private void table(Connection c, BackupTable table) throws SQLException, IOException {
    out.writeUTF(table.name());
    out.writeInt(table.columns().size());
    for (var column : table.columns()) {
      out.writeUTF(column);
    }
    out.writeUTF(table.identity());
    out.writeLong(table.identity().isEmpty() ? 0 : next(c, table));
    try (var statement = c.prepareStatement(table.select())) {
      statement.setFetchSize(FETCH);
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          row(result, table.columns().size());
        }
      }
    }
    out.writeBoolean(false);
  }

  private static long next(Connection c, BackupTable table) throws SQLException {
    return Sql.first(
            c,
            "SELECT COALESCE(MAX(" + table.identity() + "), 0) + 1 FROM " + table.name(),
            row -> row.getLong(1))
        .orElse(1L);
  }

  private void row(ResultSet row, int columns) throws SQLException, IOException {
    out.writeBoolean(true);
    for (int i = 1; i <= columns; i++) {
      BackupValue.write(out, row.getObject(i));
    }
    rows++;
  }

  /** Carries the failure of a file through the work on the database. */
  private static final class CannotWrite extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    CannotWrite(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
