package io.feedloom.store.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Secret;
import io.feedloom.store.api.StoreException;
import java.sql.SQLException;

/** Configures and opens pools of connections. */
final class ConnectionPool {
  /** The number of connections in a pool. More would only wait for the same disk. */
  static final int SIZE = 8;

  private ConnectionPool() {}

  static HikariConfig config(StorageSettings settings, String url) {
    var config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url);
    settings.user().ifPresent(config::setUsername);
    settings.password().map(Secret::value).ifPresent(config::setPassword);
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    return config;
  }

  /**
   * Opens a pool with one connection.
   *
   * @param place names the database to the admin
   * @throws StoreException if the connection fails
   */
  static HikariDataSource open(HikariConfig config, String place) {
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException fault
          ? Explanation.of(fault, place)
          : new StoreException(place + ": " + e.getMessage(), e);
    }
  }
}
