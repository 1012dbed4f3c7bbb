package io.feedloom.store.db;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/** The secret random number of a database. */
final class DatabaseIdentity {
  private static final String READ = "SELECT number FROM turn WHERE name = 'identity'";

  private static final String MAKE =
      "UPDATE turn SET number = ? WHERE name = 'identity' AND number = 0";

  private DatabaseIdentity() {}

  /** Returns the number, which is never 0. Creates it at first use. */
  static long of(Connection c) throws SQLException {
    Sql.run(c, MAKE, new SecureRandom().nextLong() | 1);
    return Sql.first(c, READ, row -> row.getLong(1)).orElseThrow();
  }
}
