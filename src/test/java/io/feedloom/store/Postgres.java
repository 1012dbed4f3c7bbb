package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for the JVM, with any number of databases. */
public final class Postgres {
  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int port() {
    return SERVER.getPort();
  }

  /** Creates an empty database. */
  public static StorageSettings freshDatabase() {
    var name = "feedloom" + DATABASES.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new StorageSettings(
        "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/" + name,
        Optional.of("postgres"),
        Optional.of(new Secret("postgres")));
  }
}
