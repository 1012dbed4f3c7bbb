package io.feedloom.store.backup;

import io.feedloom.store.db.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A table in a backup.
 *
 * @param identity the column that the database numbers; empty if there is none
 */
record BackupTable(String name, List<String> columns, String identity) {
  /** Flyway's table describes the database itself, not what is stored in it. */
  private static final String OF_FLYWAY = "flyway_schema_history";

  BackupTable {
    columns = List.copyOf(columns);
  }

  /** Returns all tables of the schema, in the order of their names. */
  static List<BackupTable> all(Connection c) throws SQLException {
    var tables = new ArrayList<BackupTable>();
    try (var rows =
        c.getMetaData().getTables(c.getCatalog(), c.getSchema(), null, new String[] {type(c)})) {
      while (rows.next()) {
        var name = rows.getString("TABLE_NAME");
        if (!name.equalsIgnoreCase(OF_FLYWAY)) {
          tables.add(table(c, name));
        }
      }
    }
    tables.sort((a, b) -> a.name().compareTo(b.name()));
    return Collections.unmodifiableList(tables);
  }

  private static String type(Connection c) throws SQLException {
    return Dialect.of(c) == Dialect.H2 ? "BASE TABLE" : "TABLE";
  }

  private static BackupTable table(Connection c, String name) throws SQLException {
    var columns = new ArrayList<String>();
    var identity = "";
    try (var rows = c.getMetaData().getColumns(c.getCatalog(), c.getSchema(), name, null)) {
      while (rows.next()) {
        var column = rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
        columns.add(column);
        identity = "YES".equals(rows.getString("IS_AUTOINCREMENT")) ? column : identity;
      }
    }
    Collections.sort(columns);
    return new BackupTable(name.toLowerCase(Locale.ROOT), columns, identity);
  }

  String select() {
    return "SELECT " + String.join(", ", columns) + " FROM " + name;
  }

  String insert() {
    return "INSERT INTO "
        + name
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ")";
  }

  /** Returns the statement that lets the database number the next rows from here on. */
  String restart(long next) {
    return "ALTER TABLE " + name + " ALTER COLUMN " + identity + " RESTART WITH " + next;
  }
}
