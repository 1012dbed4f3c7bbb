package io.feedloom.store.db;

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
 * Queries a database server several times a second on its own connection. When the server stops
 * answering, aborts all work on other connections. So no caller waits for a server that accepts
 * connections and never answers.
 */
final class Heartbeat implements AutoCloseable {
  /** The longest time that the server may take to answer an empty query. */
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private static final Duration REST = Duration.ofMillis(250);

  /** The SQL state of a server that answers but has no free connection. */
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

  /** Queries the server at once, because something failed. */
  void doubt() {
    bell.release();
  }

  /** Aborts the connection when the server stops answering, until {@link #unwatch}. */
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
      queryTwice(begun);
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

  /**
   * Reports that a caller got no answer. Does nothing if the server has answered since that caller
   * began.
   */
  void fellSilent(long begun, SQLException fault) {
    if (answered - begun < 0) {
      silent(fault);
    }
  }

  /** Queries the server. If a connection was cut, tries again at once on a new one. */
  private void queryTwice(long begun) throws SQLException {
    try {
      query();
    } catch (SQLException e) {
      letGo();
      if (System.nanoTime() - begun > REST.toNanos()) {
        throw e;
      }
      query();
    }
  }

  private void query() throws SQLException {
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
      // was closed before
    }
  }

  @Override
  public void close() {
    closed = true;
    bell.release();
  }
}
