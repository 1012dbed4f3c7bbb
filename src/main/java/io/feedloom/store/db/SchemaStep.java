package io.feedloom.store.db;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Work on the schema, done before anything else uses the database. */
interface SchemaStep {
  /**
   * Does the work.
   *
   * @param place names the database to the admin
   */
  void on(DataSource source, String place) throws SQLException;
}
