package io.feedloom.store.db;

import com.zaxxer.hikari.HikariDataSource;
import io.feedloom.config.StorageSettings;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open database with the schema of this version. With H2, one thread writes, see {@link Writer}.
 * With PostgreSQL, a {@link Gate} aborts work when the server stops answering. Safe for use by
 * several threads.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /**
   * SQL states after which a transaction is run again: a deadlock, a serialization failure, or two
   * transactions that inserted the same row.
   */
  private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01", "23505");

  private static final int REPEATS = 5;

  /** How many times a file is copied at most until a copy can be opened. */
  private static final int COPIES = 3;

  /** SQL states of H2 after it closed the database or a connection by itself. */
  private static final Set<String> SHUT_DOWN = Set.of("90098", "90121", "90007");

  private final Dialect dialect;
  private final String place;
  private final HikariDataSource pool;
  private final Optional<Writer> writer;
  private final Optional<Gate> gate;
  private final FreeSpace space;
  private final Optional<Heartbeat.Connect> listening;
  private volatile Optional<Notifications> notifications = Optional.empty();

  /** Why the last read of an H2 file failed; empty if it succeeded. Not used with PostgreSQL. */
  private volatile Optional<String> trouble = Optional.empty();

  private Database(
      Dialect dialect,
      String place,
      HikariDataSource pool,
      Optional<Gate> gate,
      Optional<Heartbeat.Connect> listening) {
    this.listening = listening;
    this.dialect = dialect;
    this.place = place;
    this.pool = pool;
    this.gate = gate;
    this.writer = dialect == Dialect.H2 ? Optional.of(new Writer(pool, place)) : Optional.empty();
    space = FreeSpace.of(pool.getJdbcUrl());
  }

  /**
   * Opens the database, creates it if it is missing, and migrates its schema.
   *
   * @param folder that relative H2 paths start from
   * @throws StoreException if it cannot be opened or its schema is newer than this version
   */
  public static Database open(StorageSettings settings, Path folder) {
    if (Dialect.of(settings) == Dialect.POSTGRESQL) {
      return openServer(settings, Schema::migrate);
    }
    NewFile.makeIfMissing(settings, folder);
    var database = openFile(settings, folder);
    database.prepare(Schema::migrate);
    return database;
  }

  /**
   * Opens a PostgreSQL database and leaves its schema as it is.
   *
   * @throws StoreException if it cannot be opened, or its schema is of another version
   */
  public static Database openShared(StorageSettings settings) {
    return openServer(settings, Schema::requireLatest);
  }

  private static Database openServer(StorageSettings settings, SchemaStep preparation) {
    var server = new PostgresServer(settings).open(preparation);
    return new Database(
        Dialect.POSTGRESQL,
        settings.place(),
        server.pool(),
        Optional.of(server.gate()),
        server.listening());
  }

  private static Database openFile(StorageSettings settings, Path folder) {
    var config = ConnectionPool.config(settings, Dialect.H2.url(settings, folder));
    // A connection that the pool adds in advance while it is closed would keep the file open.
    config.setMinimumIdle(0);
    var pool = ConnectionPool.open(config, settings.place());
    return new Database(Dialect.H2, settings.place(), pool, Optional.empty(), Optional.empty());
  }

  /**
   * Opens the database for reading while another process may have it open. Opens a copy of an H2
   * file, because only one process can open the file itself. If the copy was made during a write,
   * H2 recovers its last complete commit.
   *
   * @param workplace an empty folder for the copy
   * @return empty if nothing was stored yet
   * @throws StoreException if it cannot be read, or its schema is of another version
   */
  public static Optional<Database> openToLook(
      StorageSettings settings, Path folder, Path workplace) {
    if (Dialect.of(settings) != Dialect.H2) {
      return Optional.of(openServer(settings, Schema::requireLatest));
    }
    return Dialect.file(settings, folder)
        .filter(Files::exists)
        .map(file -> copy(settings, file, workplace));
  }

  /** Copies and opens the file. A copy that was made during a compaction may lack some chunks. */
  private static Database copy(StorageSettings settings, Path file, Path workplace) {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.copy(file, workplace.resolve("copy.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        return open(
            new StorageSettings("jdbc:h2:./copy", settings.user(), settings.password()), workplace);
      } catch (IOException e) {
        throw new StoreException("cannot copy " + file + " to read it: " + e, e);
      } catch (StoreException e) {
        if (attempt == COPIES) {
          throw e;
        }
      }
    }
  }

  private void prepare(SchemaStep preparation) {
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

  /** Returns the version of the schema of every open database. */
  public static int schema() {
    return Schema.LATEST;
  }

  /**
   * Receives notifications of other processes. Without a server, or with a pooler in between, there
   * are none. Must be called at most once.
   *
   * @param heard receives the name of the channel
   */
  public void listen(List<String> channels, Consumer<String> heard) {
    notifications =
        listening.map(
            connect -> {
              var made = new Notifications(connect, channels, heard);
              made.start();
              return made;
            });
  }

  /** Notifies other processes that listen. Does nothing without a server. */
  public void announce(String channel) {
    if (dialect.isShared()) {
      write(c -> Sql.first(c, "SELECT pg_notify(?, '')", _ -> true, channel));
    }
  }

  /** Returns the kind of database. */
  public Dialect dialect() {
    return dialect;
  }

  /** Does work that changes nothing, and returns its result. */
  public <T> T read(Work<T> work) {
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

  /** Returns why nothing can be read now, if that is known. Never waits for the database. */
  public Optional<String> readFailure() {
    return gate.isPresent() ? gate.get().silence() : trouble;
  }

  /**
   * Returns an exception that explains the failure. If H2 closed the database because its file
   * could not be written, also closes the old connections, so that the next new connection opens
   * the database again.
   */
  private StoreException failed(SQLException fault) {
    if (SHUT_DOWN.contains(String.valueOf(fault.getSQLState())) && !pool.isClosed()) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return Explanation.of(fault, place);
  }

  /** Returns why nothing can be written now; empty if a write may succeed. */
  public Optional<String> writeFailure() {
    return space.shortage();
  }

  /**
   * Registers memory whose changes are undone when the work that made them fails. Only for H2, and
   * before the first write.
   */
  public void register(Undoable memory) {
    writer.orElseThrow().register(memory);
  }

  /** Does work in one transaction: all of it is committed or, after any exception, nothing. */
  public <T> T write(Work<T> work) {
    return write(Work.USUAL_WEIGHT, work);
  }

  /**
   * Does work in one transaction.
   *
   * @param weight about how many rows it writes
   */
  public <T> T write(int weight, Work<T> work) {
    return write(weight, work, false);
  }

  /** Does work in one transaction whose single statements may take minutes. */
  public <T> T writeLong(Work<T> work) {
    return write(Work.USUAL_WEIGHT, work, true);
  }

  private <T> T write(int weight, Work<T> work, boolean isLong) {
    writeFailure()
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
        ? server.writeLong(c -> Transaction.run(c, work))
        : server.write(
            c ->
                Transaction.run(
                    c,
                    inside -> {
                      Sql.run(inside, PostgresServer.WAIT_FOR_LOCKS);
                      return work.on(inside);
                    }));
  }

  /**
   * Does one step of shrinking the file of an H2 database, if the disk has room for it.
   *
   * @return whether another step may shrink it further
   */
  public boolean compact() {
    if (writer.isEmpty() || writeFailure().isPresent()) {
      return false;
    }
    try {
      return writer.get().between(Compaction::step);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Gives all unused space back to the system. No other process may use an H2 file meanwhile. */
  public void vacuum() {
    if (dialect == Dialect.H2) {
      vacuumFile();
    } else {
      vacuumServer();
    }
  }

  /** H2 closes the database when it rewrites the file. The next connection opens it again. */
  private void vacuumFile() {
    try (var connection = pool.getConnection()) {
      Sql.run(connection, "SHUTDOWN COMPACT");
    } catch (SQLException e) {
      if (!SHUT_DOWN.contains(String.valueOf(e.getSQLState()))) {
        throw failed(e);
      }
    }
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** PostgreSQL refuses this statement in a transaction. */
  private void vacuumServer() {
    try {
      gate.orElseThrow().writeLong(c -> Sql.run(c, "VACUUM ANALYZE"));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Returns the size on disk in bytes, or 0 for a database in memory. */
  public long size() {
    return read(c -> Sql.first(c, dialect.size, row -> row.getLong("bytes")).orElse(0L));
  }

  /** Returns a secret random number that only this database has. */
  public long identity() {
    return write(DatabaseIdentity::of);
  }

  /**
   * Closes the database. Work that has not begun to commit fails, and nothing of it is stored. H2
   * compacts its file for a short time.
   */
  @Override
  public void close() {
    notifications.ifPresent(Notifications::close);
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
