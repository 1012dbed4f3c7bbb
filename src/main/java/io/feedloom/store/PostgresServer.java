package io.feedloom.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.feedloom.config.StorageSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach a PostgreSQL server, and what is asked of it before it is used. Every wait for it
 * has a limit of ours, which the options of the admin's own address replace.
 */
final class PostgresServer {
  /**
   * Limits how long a transaction that writes waits for the locks of others, so that those who wait
   * do not take all the server's connections.
   */
  static final String WAIT_FOR_LOCKS = "SET LOCAL lock_timeout = '10s'";

  /** Milliseconds; only {@code LOCK TABLE} and the like keep a reader waiting at all. */
  private static final String READERS_WAIT_FOR_LOCKS = "-c lock_timeout=1000";

  private static final Duration TO_GET_A_CONNECTION = Duration.ofSeconds(1);
  private static final Duration TO_TEST_A_CONNECTION = Duration.ofMillis(400);

  /** Has no limit of its own: bringing a large database up to date may take an hour. */
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
   * Statements without names, which a pooler may send to any session. And nothing may be set for a
   * session, since it is shared.
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
   * Connects and prepares the database.
   *
   * @throws StoreException if it cannot be used
   */
  Database open(Database.Preparation preparation) {
    boolean pooled;
    try (var source = Database.pooled(config(PREPARING, POOLED), place)) {
      pooled = isPooled(source);
      requireUnicode(source);
      preparation.on(source, place);
    } catch (SQLException e) {
      throw Explanation.of(e, place);
    }
    var session = pooled ? POOLED : DIRECT;
    var pool = Database.pooled(working(config(WORKING, session)), place);
    var heartbeat = new Heartbeat(this::connect, place);
    heartbeat.start();
    return Database.on(
        Dialect.POSTGRESQL, place, pool, new Gate(pool, Database.CONNECTIONS, heartbeat, place));
  }

  private HikariConfig config(Map<String, String> limits, Map<String, String> session) {
    var config = Database.pool(settings, url);
    config.setMinimumIdle(1);
    limits.forEach(config::addDataSourceProperty);
    session.forEach(config::addDataSourceProperty);
    return config;
  }

  /** The pool must not fail at once: it was possible to connect a moment ago. */
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

  /** A pooler such as PgBouncer makes up the number of the session that it tells its client. */
  private static boolean isPooled(HikariDataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      int real = Sql.first(connection, "SELECT pg_backend_pid()", row -> row.getInt(1)).orElse(0);
      return real != told(connection);
    }
  }

  /** Calls the driver by reflection: its annotations cannot be compiled against. */
  private static int told(Connection connection) throws SQLException {
    try {
      var type = Class.forName("org.postgresql.PGConnection");
      return (int) type.getMethod("getBackendPID").invoke(connection.unwrap(type));
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the driver does not tell the number of the session", e);
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
