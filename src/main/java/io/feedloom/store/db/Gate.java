package io.feedloom.store.db;

import io.feedloom.store.api.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Lends the connections of a pool to callers. As soon as the server stops answering, all callers
 * that use a connection or wait for one get an exception. With the pool alone, each would wait for
 * its own timeout.
 */
final class Gate implements AutoCloseable {
  /** How often a waiting caller checks whether the server still answers. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** The longest time that a reader waits for a connection. */
  private static final Duration READERS_WAIT = Duration.ofMillis(900);

  /** The time limit for statements that are known to be long. Others have the driver's limit. */
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(30);

  /** Connections that stay free for readers while writers wait for locks. */
  private static final int FOR_READERS = 3;

  private final DataSource pool;
  private final Heartbeat heartbeat;
  private final String place;
  private final Semaphore places;
  private final Semaphore writers;

  /**
   * @param size the number of connections in the pool
   * @param place names the database to the admin
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

  /** Does work that reads. It is aborted when the server stops answering. */
  <T> T read(Work<T> work) throws SQLException {
    enter(places, READERS_WAIT.toNanos());
    return lending(c -> watched(c, work));
  }

  /** Does work that writes. It is aborted when the server stops answering. */
  <T> T write(Work<T> work) throws SQLException {
    return asWriter(c -> watched(c, work));
  }

  /** Does work that writes and whose single statements may take minutes. */
  <T> T writeLong(Work<T> work) throws SQLException {
    return asWriter(
        connection -> {
          connection.setNetworkTimeout(Runnable::run, (int) LONG_PATIENCE.toMillis());
          return work.on(connection);
        });
  }

  private <T> T asWriter(Work<T> work) throws SQLException {
    enter(writers, Long.MAX_VALUE);
    try {
      enter(places, Long.MAX_VALUE);
      return lending(work);
    } finally {
      writers.release();
    }
  }

  private <T> T watched(Connection connection, Work<T> work) throws SQLException {
    heartbeat.watch(connection);
    try {
      return work.on(connection);
    } finally {
      heartbeat.unwatch(connection);
    }
  }

  /** Does work for a caller that has acquired a permit, and releases the permit. */
  private <T> T lending(Work<T> work) throws SQLException {
    try (var connection = connection()) {
      return work.on(connection);
    } catch (SQLException e) {
      heartbeat.doubt();
      throw e;
    } finally {
      places.release();
    }
  }

  /**
   * Gets a connection. There are as many permits as connections, so only the server can delay this.
   */
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
      throw new StoreException(place + ": the work was interrupted", e);
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
