package io.feedloom.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database server again and again whether it answers, on a connection of its own. So anybody
 * learns at once that it does not, and a server that accepts connections but never answers keeps
 * nobody waiting: what is under way on other connections is broken off.
 */
final class Heartbeat implements AutoCloseable {
  /** What the server may take for an answer to no question at all. */
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private static final Duration REST = Duration.ofMillis(250);

  /** The server answers, though it has no connection left for us. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final Connect connect;
  private final String place;
  private final Set<Connection> breakable = ConcurrentHashMap.newKeySet();
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
  private volatile @Nullable String silence;
  private volatile long answered = System.nanoTime();
  private volatile boolean closed;
  private @Nullable Connection own;

  /** Makes a connection to the server. */
  interface Connect {
    Connection make() throws SQLException;
  }

  /**
   * @param place names the database to the admin
   */
  Heartbeat(Connect connect, String place) {
    this.connect = connect;
    this.place = place;
  }

  void start() {
    thread.start();
  }

  /** Returns why the server does not answer; empty while it does. */
  Optional<String> silence() {
    return Optional.ofNullable(silence);
  }

  /** Has the server asked at once, because something failed. */
  void doubt() {
    bell.release();
  }

  /** Breaks off what is done on the connection when the server stops answering. */
  void watch(Connection connection) {
    breakable.add(connection);
    if (silence != null) {
      abort(connection);
    }
  }

  void unwatch(Connection connection) {
    breakable.remove(connection);
  }

  private void run() {
    while (!closed) {
      try {
        beat();
        if (bell.tryAcquire(REST.toMillis(), TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    letGo();
  }

  private void beat() {
    long begun = System.nanoTime();
    try {
      askOnceMore(begun);
      answered();
    } catch (SQLException | RuntimeException e) {
      letGo();
      if (e instanceof SQLException fault && TOO_MANY_CONNECTIONS.equals(fault.getSQLState())) {
        answered();
      } else if (!closed) {
        silent(e);
      }
    }
  }

  private void answered() {
    answered = System.nanoTime();
    silence = null;
  }

  private void silent(Exception fault) {
    silence =
        fault instanceof SQLException known
            ? String.valueOf(Explanation.of(known, place).getMessage())
            : place + ": " + fault;
    breakable.forEach(Heartbeat::abort);
  }

  /** Somebody else got no answer; counts unless there was one after he began to wait. */
  void fellSilent(long begun, SQLException fault) {
    if (answered - begun < 0) {
      silent(fault);
    }
  }

  /** A connection may have been cut though the server is well; then a new one is made at once. */
  private void askOnceMore(long begun) throws SQLException {
    try {
      ask();
    } catch (SQLException e) {
      letGo();
      if (System.nanoTime() - begun > REST.toNanos()) {
        throw e;
      }
      ask();
    }
  }

  private void ask() throws SQLException {
    var connection = own;
    if (connection == null) {
      connection = connect.make();
      own = connection;
    }
    connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
    Sql.first(connection, "SELECT 1", row -> row.getInt(1));
  }

  private void letGo() {
    var connection = own;
    own = null;
    if (connection != null) {
      abort(connection);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It was closed already.
    }
  }

  @Override
  public void close() {
    closed = true;
    bell.release();
  }
}
