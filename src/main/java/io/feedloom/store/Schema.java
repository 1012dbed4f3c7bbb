package io.feedloom.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to this version's schema. */
final class Schema {
  /** The version of the last file in {@code db/migration}. */
  static final int LATEST = 10;

  private static final Set<String> NO_SUCH_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

  private Schema() {}

  /**
   * Runs the migrations that are missing. A database that is up to date is recognised by one query,
   * and Flyway is not even loaded.
   *
   * @param place names the database to the admin
   * @throws StoreException if the database is of a newer version, or holds something else
   */
  static void migrate(DataSource source, String place) throws SQLException {
    if (knownVersion(source, place) < LATEST) {
      runFlyway(source, place);
    }
  }

  /**
   * Leaves the database as it is.
   *
   * @throws StoreException if it is not of this version
   */
  static void requireLatest(DataSource source, String place) throws SQLException {
    int version = knownVersion(source, place);
    if (version < LATEST) {
      throw new StoreException(
          place
              + ": the database is not of this version of Feedloom yet (schema "
              + version
              + ", this version's is "
              + LATEST
              + "); serve brings it up to date");
    }
  }

  private static int knownVersion(DataSource source, String place) throws SQLException {
    int version = version(source);
    if (version > LATEST) {
      throw new StoreException(
          place
              + ": the database was made by a newer version of Feedloom (schema "
              + version
              + ", this version knows "
              + LATEST
              + "); start that version, or restore a backup from before");
    }
    return version;
  }

  /** The schema's version; 0 when there is none. */
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

  private static Flyway flyway(DataSource source) {
    return Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
  }

  private static void runFlyway(DataSource source, String place) {
    try {
      var flyway = flyway(source);
      if (Arrays.stream(flyway.info().applied()).anyMatch(m -> m.getState().isFailed())) {
        flyway.repair(); // a full disk, say: what failed is tried again
      }
      flyway.migrate();
    } catch (FlywayException e) {
      if (String.valueOf(e.getMessage()).contains("non-empty schema")) {
        throw new StoreException(place + ": the database holds other tables; name an empty one", e);
      }
      throw new StoreException(
          place + ": cannot bring the schema up to date: " + e.getMessage(), e);
    }
  }
}
