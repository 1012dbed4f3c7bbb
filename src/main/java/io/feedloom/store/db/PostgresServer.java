package io.feedloom.store.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.feedloom.config.StorageSettings;
import io.feedloom.store.api.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Connects to a PostgreSQL server and checks that it can be used. Sets a limit for every wait; the
 * options in the admin's address replace these limits.
 */
final class PostgresServer {
  /**
   * Limits how long a transaction that writes waits for locks, so that waiting transactions do not
   * take all connections.
   */
  static final String WAIT_FOR_LOCKS = "SET LOCAL lock_timeout = '10s'";

  /**
   * Limits how long a reader waits for locks, in milliseconds. Readers wait only for statements
   * such as {@code LOCK TABLE}.
   */
  private static final String READERS_WAIT_FOR_LOCKS = "-c lock_timeout=1000";

  private static final Duration TO_GET_A_CONNECTION = Duration.ofSeconds(1);
  private static final Duration TO_TEST_A_CONNECTION = Duration.ofMillis(400);

  /** Limits for migrations, which may take an hour on a large database. */
  private static final Map<String, String> PREPARING =
      Map.of("connectTimeout", "10", "loginTimeout", "10", "socketTimeout", "7200");

  private static final Map<String, String> WORKING =
      Map.of(
          "connectTimeout", "3",
          "loginTimeout", "3",
          "socketTimeout", "30",
          "reWriteBatchedInserts", "true");

  private static final Map<String, String> BEATING =
      Map.of("connectTimeout", "1", "loginTimeout", "1", "socketTimeout", "2");

  /**
   * Options for a pooler, which may send each statement to another session. Statements are not
   * prepared by name, and no options of the session are set.
   */
  private static final Map<String, String> POOLED = Map.of("prepareThreshold", "0");

  private static final Map<String, String> DIRECT = Map.of("options", READERS_WAIT_FOR_LOCKS);

  private final StorageSettings settings;
  private final String url;
  private final String place;

  PostgresServer(StorageSettings settings) {
    this.settings = settings;
    this.url = settings.url();
    this.place = settings.place();
  }

  /**
   * An open server.
   *
   * @param listening makes connections that receive notifications; empty if a pooler is in between,
   *     through which none arrive
   */
  record Server(HikariDataSource pool, Gate gate, Optional<Heartbeat.Connect> listening) {}

  /**
   * Connects and prepares the database.
   *
   * @throws StoreException if it cannot be used
   */
  Server open(SchemaStep preparation) {
    boolean pooled;
    try (var source = ConnectionPool.open(config(PREPARING, POOLED), place)) {
      pooled = isPooled(source);
      requireUnicode(source);
      preparation.on(source, place);
    } catch (SQLException e) {
      throw Explanation.of(e, place);
    }
    var session = pooled ? POOLED : DIRECT;
    var pool = ConnectionPool.open(working(config(WORKING, session)), place);
    var heartbeat = new Heartbeat(this::connect, place);
    heartbeat.start();
    return new Server(
        pool,
        new Gate(pool, ConnectionPool.SIZE, heartbeat, place),
        pooled ? Optional.empty() : Optional.of(this::connect));
  }

  private HikariConfig config(Map<String, String> limits, Map<String, String> session) {
    var config = ConnectionPool.config(settings, url);
    limits.forEach(config::addDataSourceProperty);
    session.forEach(config::addDataSourceProperty);
    return config;
  }

  /**
   * Sets limits for normal work. The pool need not check the connection at once, because it worked
   * a moment ago.
   */
  private static HikariConfig working(HikariConfig config) {
    config.setConnectionTimeout(TO_GET_A_CONNECTION.toMillis());
    config.setValidationTimeout(TO_TEST_A_CONNECTION.toMillis());
    config.setInitializationFailTimeout(-1);
    return config;
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.putAll(BEATING);
    properties.putAll(POOLED);
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings.password().ifPresent(word -> properties.setProperty("password", word.value()));
    return DriverManager.getConnection(url, properties);
  }

  /**
   * Returns whether the server is a pooler such as PgBouncer, which sends a made-up session number.
   */
  private static boolean isPooled(HikariDataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      int real = Sql.first(connection, "SELECT pg_backend_pid()", row -> row.getInt(1)).orElse(0);
      return real != announced(connection);
    }
  }

  /**
   * Returns the session number that the driver received. Uses reflection, because the annotations
   * of the driver's class are missing at compile time.
   */
  private static int announced(Connection connection) throws SQLException {
    try {
      var type = Class.forName("org.postgresql.PGConnection");
      return (int) type.getMethod("getBackendPID").invoke(connection.unwrap(type));
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the driver does not know the number of the session", e);
    }
  }

  private void requireUnicode(HikariDataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      var encoding =
          Sql.first(connection, "SHOW server_encoding", row -> row.getString(1)).orElse("UTF8");
      if (!encoding.equals("UTF8")) {
        throw new StoreException(
            place
                + ": the database's encoding is "
                + encoding
                + ", in which not every text can be stored; make one with"
                + " CREATE DATABASE feedloom ENCODING 'UTF8' TEMPLATE template0, and name it in"
                + " storage.url");
      }
    }
  }
}
