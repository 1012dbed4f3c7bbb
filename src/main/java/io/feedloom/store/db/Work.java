package io.feedloom.store.db;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection. It may be run more than once, so it changes nothing but the database. */
@FunctionalInterface
public interface Work<T> {
  /** About how many rows usual work writes. */
  int USUAL_WEIGHT = 10;

  /** Does the work and returns its result. */
  T on(Connection connection) throws SQLException;
}
