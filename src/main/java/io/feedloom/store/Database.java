package io.feedloom.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small pool of connections to a database whose schema is this version's. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** More would only wait for the same disk. */
  static final int CONNECTIONS = 8;

  /**
   * Two transactions met in a way that one of them must be run again: deadlock, serialization, or
   * both inserted the same row.
   */
  private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01", "23505");

  private static final int REPEATS = 5;

  /** How often a file is copied before what its copies are is believed. */
  private static final int COPIES = 3;

  /** H2's states of a database or connection that was closed under its user. */
  private static final Set<String> SHUT_DOWN = Set.of("90098", "90121", "90007");

  private final Dialect dialect;
  private final String place;
  private final HikariDataSource pool;
  private final Optional<Writer> writer;
  private final Optional<Gate> gate;
  private final FreeSpace space;

  /** Why a file could not be read last; of a server the gate knows. */
  private volatile Optional<String> trouble = Optional.empty();

  private Database(Dialect dialect, String place, HikariDataSource pool, Optional<Gate> gate) {
    this.dialect = dialect;
    this.place = place;
    this.pool = pool;
    this.gate = gate;
    this.writer = dialect == Dialect.H2 ? Optional.of(new Writer(pool, place)) : Optional.empty();
    space = FreeSpace.of(pool.getJdbcUrl());
  }

  /** Work on a connection. May be run again, so it touches nothing else. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @throws StoreException if it cannot be opened or its schema is of a newer version
   */
  static Database open(StorageSettings settings, Path folder) {
    if (Dialect.of(settings) == Dialect.POSTGRESQL) {
      return new PostgresServer(settings).open(Schema::migrate);
    }
    NewFile.makeIfMissing(settings, folder);
    var database = openFile(settings, folder);
    database.prepare(Schema::migrate);
    return database;
  }

  /** One that a server keeps. */
  static Database on(Dialect dialect, String place, HikariDataSource pool, Gate gate) {
    return new Database(dialect, place, pool, Optional.of(gate));
  }

  private static Database openFile(StorageSettings settings, Path folder) {
    var config = pool(settings, Dialect.H2.url(settings, folder));
    config.setMinimumIdle(1);
    return new Database(
        Dialect.H2, settings.place(), pooled(config, settings.place()), Optional.empty());
  }

  static HikariConfig pool(StorageSettings settings, String url) {
    var config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url);
    settings.user().ifPresent(config::setUsername);
    settings.password().map(Secret::value).ifPresent(config::setPassword);
    config.setMaximumPoolSize(CONNECTIONS);
    return config;
  }

  /** Opens the pool with one connection. */
  static HikariDataSource pooled(HikariConfig config, String place) {
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException fault
          ? Explanation.of(fault, place)
          : new StoreException(place + ": " + e.getMessage(), e);
    }
  }

  /** See {@link Store#openToLook}. */
  static Optional<Database> openToLook(StorageSettings settings, Path folder, Path workplace) {
    if (Dialect.of(settings) != Dialect.H2) {
      return Optional.of(new PostgresServer(settings).open(Schema::requireLatest));
    }
    return Dialect.file(settings, folder)
        .filter(Files::exists)
        .map(file -> copy(settings, file, workplace));
  }

  /** While chunks of the file are moved to make it smaller, a copy may miss some of them. */
  private static Database copy(StorageSettings settings, Path file, Path workplace) {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.copy(file, workplace.resolve("copy.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        return open(
            new StorageSettings("jdbc:h2:./copy", settings.user(), settings.password()), workplace);
      } catch (IOException e) {
        throw new StoreException("cannot copy " + file + " to look at it: " + e, e);
      } catch (StoreException e) {
        if (attempt == COPIES) {
          throw e;
        }
      }
    }
  }

  /** Work before anything else is done with the database. */
  interface Preparation {
    void on(DataSource source, String place) throws SQLException;
  }

  private void prepare(Preparation preparation) {
    try {
      preparation.on(pool, place);
    } catch (SQLException e) {
      close();
      throw Explanation.of(e, place);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /** Work that changes nothing. */
  <T> T read(Work<T> work) {
    try {
      T result = gate.isPresent() ? gate.get().read(work) : fromFile(work);
      trouble = Optional.empty();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private <T> T fromFile(Work<T> work) throws SQLException {
    try (var connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      trouble = Optional.of(String.valueOf(Explanation.of(e, place).getMessage()));
      throw e;
    }
  }

  /** Returns why nothing can be read now, as far as is known. Never waits for the database. */
  Optional<String> trouble() {
    return gate.isPresent() ? gate.get().silence() : trouble;
  }

  /**
   * A database that H2 shut down because its file could not be written is opened anew by the next
   * connection, once those to the old one are gone.
   */
  private StoreException failed(SQLException fault) {
    if (SHUT_DOWN.contains(String.valueOf(fault.getSQLState())) && !pool.isClosed()) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return Explanation.of(fault, place);
  }

  /** Why nothing can be written now, where that is known beforehand. */
  Optional<String> obstacle() {
    return space.shortage();
  }

  /** Work in one transaction: all of it happens or, on any exception, nothing. */
  <T> T write(Work<T> work) {
    return write(Writer.USUAL_WEIGHT, work);
  }

  /**
   * The same for work that is more than usual, or less.
   *
   * @param weight about how many rows it writes
   */
  <T> T write(int weight, Work<T> work) {
    return write(weight, work, false);
  }

  /** The same, where single statements may rightly take minutes. */
  <T> T writeLong(Work<T> work) {
    return write(Writer.USUAL_WEIGHT, work, true);
  }

  private <T> T write(int weight, Work<T> work, boolean isLong) {
    obstacle()
        .ifPresent(
            why -> {
              throw new StoreException(place + ": " + why);
            });
    for (int repeat = 0; ; repeat++) {
      try {
        return writer.isPresent() ? writer.get().write(work, weight) : onServer(work, isLong);
      } catch (SQLException e) {
        if (repeat == REPEATS || !WORTH_REPEATING.contains(String.valueOf(e.getSQLState()))) {
          throw failed(e);
        }
      }
    }
  }

  private <T> T onServer(Work<T> work, boolean isLong) throws SQLException {
    var server = gate.orElseThrow();
    return isLong
        ? server.writeLong(c -> transaction(c, work))
        : server.write(
            c ->
                transaction(
                    c,
                    inside -> {
                      Sql.run(inside, PostgresServer.WAIT_FOR_LOCKS);
                      return work.on(inside);
                    }));
  }

  /**
   * Takes one step to make the file smaller, where this is one of H2 and there is room to do it.
   *
   * @return whether there may be more to do
   */
  boolean compact() {
    if (writer.isEmpty() || obstacle().isPresent()) {
      return false;
    }
    try {
      return writer.get().between(Compaction::step);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  static <T> T transaction(DataSource source, Work<T> work) throws SQLException {
    try (var connection = source.getConnection()) {
      return transaction(connection, work);
    }
  }

  private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.on(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (done) {
        connection.setAutoCommit(true);
      } else {
        undo(connection);
      }
    }
  }

  /** Of a connection that is broken the server undoes all by itself, and the pool drops it. */
  private static void undo(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debug("Rolling back failed: {}", e.getMessage());
    }
  }

  /** What has not begun to be committed is broken off; nothing of it is kept. */
  @Override
  public void close() {
    writer.ifPresent(Writer::close);
    gate.ifPresent(Gate::close);
    if (dialect == Dialect.H2 && !pool.isClosed()) {
      closeWithLastConnection();
    }
    pool.close();
  }

  private void closeWithLastConnection() {
    try (var connection = pool.getConnection()) {
      Sql.run(connection, "SET DB_CLOSE_DELAY 0");
    } catch (SQLException e) {
      LOG.warn("{}: closes without compacting its file: {}", place, e.getMessage());
    }
  }
}
