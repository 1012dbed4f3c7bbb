package io.feedloom.store.backup;

import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a backup into an empty database, in one transaction. */
public final class BackupReader {
  /** How many rows are sent to the database at once. */
  private static final int BATCH = 500;

  private final Path file;
  private final DataInputStream in;
  private long rows;

  private BackupReader(Path file, DataInputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Reads all rows.
   *
   * @return their number
   * @throws StoreException if the file is no complete backup of this schema, or the database has
   *     feeds already
   */
  public static long read(Database database, Path file) {
    requireEmpty(database, file);
    return database.writeLong(
        c -> {
          try (var in =
              new DataInputStream(
                  new BufferedInputStream(
                      new GZIPInputStream(Files.newInputStream(file), 1 << 16), 1 << 16))) {
            return new BackupReader(file, in).tables(c);
          } catch (ZipException | UTFDataFormatException e) {
            throw damaged(file, e);
          } catch (IOException e) {
            throw new StoreException(file + ": cannot be read completely: " + e.getMessage(), e);
          }
        });
  }

  private static void requireEmpty(Database database, Path file) {
    long feeds =
        database.read(
            c -> Sql.first(c, "SELECT COUNT(*) FROM feed", row -> row.getLong(1)).orElse(0L));
    if (feeds > 0) {
      throw new StoreException(
          file + ": not restored, because the database has feeds already; restore needs a new one");
    }
  }

  private static StoreException damaged(Path file, Exception cause) {
    return new StoreException(file + ": is no backup of Feedloom, or is damaged", cause);
  }

  private long tables(Connection c) throws SQLException, IOException {
    if (!in.readUTF().equals(BackupWriter.MAGIC)) {
      throw new StoreException(file + ": is no backup of Feedloom");
    }
    int schema = in.readInt();
    if (schema != Database.schema()) {
      throw new StoreException(
          file
              + ": is of schema "
              + schema
              + ", but this version of Feedloom has "
              + Database.schema()
              + "; restore it with the version that wrote it, and upgrade then");
    }
    var known = BackupTable.all(c);
    for (int tables = in.readInt(); tables > 0; tables--) {
      table(c, known);
    }
    // The end of the file contains its checksum.
    if (in.readLong() != rows || in.read() >= 0) {
      throw new StoreException(file + ": is damaged: its rows are not complete");
    }
    return rows;
  }

  private void table(Connection c, List<BackupTable> known) throws SQLException, IOException {
    var name = in.readUTF();
    var columns = new ArrayList<String>();
    for (int count = in.readInt(); count > 0; count--) {
      columns.add(in.readUTF());
    }
    var table = new BackupTable(name, columns, in.readUTF());
    // Its names become part of statements.
    if (!known.contains(table)) {
      throw new StoreException(file + ": has another form of the table " + name);
    }
    long next = in.readLong();
    if (!table.identity().isEmpty()) {
      // H2 commits this statement at once, so it comes before the rows.
      Sql.run(c, table.restart(next));
    }
    Sql.run(c, "DELETE FROM " + table.name());
    var batch = new ArrayList<@Nullable Object[]>();
    while (in.readBoolean()) {
      batch.add(row(columns.size()));
      if (batch.size() == BATCH) {
        insert(c, table, batch);
      }
    }
    insert(c, table, batch);
  }

  private @Nullable Object[] row(int columns) throws IOException {
    var values = new @Nullable Object[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = BackupValue.read(in);
    }
    return values;
  }

  private void insert(Connection c, BackupTable table, List<@Nullable Object[]> batch)
      throws SQLException {
    Sql.batch(c, table.insert(), batch);
    rows += batch.size();
    batch.clear();
  }
}
