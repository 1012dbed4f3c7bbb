package io.feedloom.store.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does work in one transaction: all of it is committed or, after any exception, nothing. */
final class Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private Transaction() {}

  static <T> T run(DataSource source, Work<T> work) throws SQLException {
    try (var connection = source.getConnection()) {
      return run(connection, work);
    }
  }

  static <T> T run(Connection connection, Work<T> work) throws SQLException {
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

  /** Rolls back. If the connection is broken, the server does so itself, and the pool drops it. */
  private static void undo(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debug("Rolling back failed: {}", e.getMessage());
    }
  }
}
