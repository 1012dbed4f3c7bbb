package io.feedloom.store.db;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the notifications of other processes (PostgreSQL's {@code LISTEN}) on its own
 * connection. They only make others look sooner: a lost one does no harm, because everyone also
 * looks regularly.
 */
final class Notifications implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Heartbeat.Connect connect;
  private final List<String> channels;
  private final Consumer<String> heard;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("notifications").unstarted(this::run);
  private volatile boolean closed;

  /**
   * @param heard receives the name of the channel, or of each channel after notifications may have
   *     been lost
   */
  Notifications(Heartbeat.Connect connect, List<String> channels, Consumer<String> heard) {
    this.connect = connect;
    this.channels = List.copyOf(channels);
    this.heard = heard;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try (var connection = connect.make()) {
        for (var channel : channels) {
          Sql.run(connection, "LISTEN " + channel);
        }
        channels.forEach(heard);
        receive(connection);
      } catch (SQLException | RuntimeException e) {
        rest();
      }
    }
  }

  /** Waits for notifications until the connection fails. */
  private void receive(Connection connection) throws SQLException {
    try {
      // The annotations of the driver's classes are missing at compile time.
      var type = Class.forName("org.postgresql.PGConnection");
      var driver = connection.unwrap(type);
      var next = type.getMethod("getNotifications", int.class);
      var name = Class.forName("org.postgresql.PGNotification").getMethod("getName");
      while (!closed) {
        receiveSome(next.invoke(driver, (int) WAIT.toMillis()), name);
        Sql.first(connection, "SELECT 1", row -> row.getInt(1));
      }
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the connection for notifications ended", e);
    }
  }

  private void receiveSome(@Nullable Object notifications, Method name)
      throws ReflectiveOperationException {
    if (notifications instanceof Object[] some) {
      for (var one : some) {
        heard.accept(String.valueOf(name.invoke(one)));
      }
    }
  }

  private void rest() {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
