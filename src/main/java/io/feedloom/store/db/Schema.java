package io.feedloom.store.db;

import io.feedloom.store.api.StoreException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Migrates a database to this version's schema. */
final class Schema {
  /**
   * The version of the newest file in {@code db/migration}, {@code db/h2} and {@code
   * db/postgresql}.
   */
  static final int LATEST = 21;

  private static final Set<String> NO_SUCH_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

  private Schema() {}

  /**
   * Runs the missing migrations. Checks the version with one query first, and does not load Flyway
   * if none is missing.
   *
   * @param place names the database to the admin
   * @throws StoreException if the database is newer than this version, or has other tables
   */
  static void migrate(DataSource source, String place) throws SQLException {
    if (knownVersion(source, place) < LATEST) {
      runFlyway(source, place);
    }
  }

  /**
   * Checks the version and changes nothing.
   *
   * @throws StoreException if the database is not of this version
   */
  static void requireLatest(DataSource source, String place) throws SQLException {
    int version = knownVersion(source, place);
    if (version < LATEST) {
      throw new StoreException(
          place
              + ": the database is of an older version of Feedloom (schema "
              + version
              + ", this version needs "
              + LATEST
              + "); 'serve' migrates it");
    }
  }

  private static int knownVersion(DataSource source, String place) throws SQLException {
    int version = version(source);
    if (version > LATEST) {
      throw new StoreException(
          place
              + ": the database is of a newer version of Feedloom (schema "
              + version
              + ", this version knows "
              + LATEST
              + "); start that version, or restore a backup from before");
    }
    return version;
  }

  /** Returns the version of the schema, or 0 if there is none. */
  private static int version(DataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      List<String> versions =
          Sql.list(
              connection,
              """
              SELECT "version" FROM "flyway_schema_history" WHERE "success" AND "version" IS NOT NULL
              """,
              row -> row.getString(1));
      return versions.stream().mapToInt(v -> (int) Double.parseDouble(v)).max().orElse(0);
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.contains(String.valueOf(e.getSQLState()))) {
        return 0;
      }
      throw e;
    }
  }

  private static Flyway flyway(DataSource source) throws SQLException {
    Dialect dialect;
    try (var connection = source.getConnection()) {
      dialect = Dialect.of(connection);
    }
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration", dialect.migrations)
        .load();
  }

  private static void runFlyway(DataSource source, String place) throws SQLException {
    try {
      var flyway = flyway(source);
      if (Arrays.stream(flyway.info().applied()).anyMatch(m -> m.getState().isFailed())) {
        flyway.repair(); // tries again what failed, for example on a full disk
      }
      flyway.migrate();
    } catch (FlywayException e) {
      if (String.valueOf(e.getMessage()).contains("non-empty schema")) {
        throw new StoreException(place + ": the database holds other tables; name an empty one", e);
      }
      throw new StoreException(
          place
              + ": cannot bring the schema up to date: "
              + Explanation.cause(e).map(Explanation::describe).orElseGet(e::getMessage),
          e);
    }
  }
}
