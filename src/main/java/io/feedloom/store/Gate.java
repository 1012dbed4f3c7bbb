package io.feedloom.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Lends the connections of a pool to a server. Whoever waits for one, or uses one, is sent away as
 * soon as the server does not answer: the pool itself would let all wait for its own time.
 */
final class Gate implements AutoCloseable {
  /** How soon who waits learns that the server does not answer any more. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long a reader waits for a connection. */
  private static final Duration READERS_WAIT = Duration.ofMillis(900);

  /** What a statement may take that is known to be long; others have the driver's own limit. */
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(30);

  /** Connections that those who write leave to readers, however long they wait for locks. */
  private static final int FOR_READERS = 3;

  private final DataSource pool;
  private final Heartbeat heartbeat;
  private final String place;
  private final Semaphore places;
  private final Semaphore writers;

  /**
   * @param size of the pool
   */
  Gate(DataSource pool, int size, Heartbeat heartbeat, String place) {
    this.pool = pool;
    this.heartbeat = heartbeat;
    this.place = place;
    places = new Semaphore(size);
    writers = new Semaphore(size - FOR_READERS);
  }

  /** Returns why the server does not answer; empty while it does. */
  Optional<String> silence() {
    return heartbeat.silence();
  }

  /** Does work that is broken off when the server stops answering. */
  <T> T read(Database.Work<T> work) throws SQLException {
    enter(places, READERS_WAIT.toNanos());
    return lending(c -> watched(c, work));
  }

  /** The same of work that writes; it may wait longer. */
  <T> T write(Database.Work<T> work) throws SQLException {
    return asWriter(c -> watched(c, work));
  }

  /** Does work that writes, of which single statements may take minutes. */
  <T> T writeLong(Database.Work<T> work) throws SQLException {
    return asWriter(
        connection -> {
          connection.setNetworkTimeout(Runnable::run, (int) LONG_PATIENCE.toMillis());
          return work.on(connection);
        });
  }

  private <T> T asWriter(Database.Work<T> work) throws SQLException {
    enter(writers, Long.MAX_VALUE);
    try {
      enter(places, Long.MAX_VALUE);
      return lending(work);
    } finally {
      writers.release();
    }
  }

  private <T> T watched(Connection connection, Database.Work<T> work) throws SQLException {
    heartbeat.watch(connection);
    try {
      return work.on(connection);
    } finally {
      heartbeat.unwatch(connection);
    }
  }

  /** For who has a place; gives it up. */
  private <T> T lending(Database.Work<T> work) throws SQLException {
    try (var connection = connection()) {
      return work.on(connection);
    } catch (SQLException e) {
      heartbeat.doubt();
      throw e;
    } finally {
      places.release();
    }
  }

  /** There are as many places as connections, so nobody waits here but for the server. */
  private Connection connection() throws SQLException {
    long begun = System.nanoTime();
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      heartbeat.fellSilent(begun, e);
      throw e;
    }
  }

  private void enter(Semaphore entrance, long most) {
    long begun = System.nanoTime();
    try {
      do {
        refuseWhileSilent();
        if (System.nanoTime() - begun > most) {
          throw new StoreException(place + ": all connections are in use");
        }
      } while (!entrance.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(place + ": the work was broken off", e);
    }
    try {
      refuseWhileSilent();
    } catch (StoreException e) {
      entrance.release();
      throw e;
    }
  }

  private void refuseWhileSilent() {
    heartbeat
        .silence()
        .ifPresent(
            why -> {
              throw new StoreException(why);
            });
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
