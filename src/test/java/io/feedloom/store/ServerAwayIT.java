package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Hold;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server that hangs, is away or refuses. */
class ServerAwayIT {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final StorageSettings direct = Postgres.freshDatabase();

  private StorageSettings by(Line line) {
    return new StorageSettings(
        direct.url().replace(":" + Postgres.port(), ":" + line.port()),
        direct.user(),
        direct.password());
  }

  private Connection admin() throws SQLException {
    return DriverManager.getConnection(direct.url(), "postgres", "postgres");
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what);
      }
      Thread.sleep(10);
    }
  }

  /** Returns how long the work took, even if it failed. */
  private static Duration took(Runnable work) {
    long begun = System.nanoTime();
    try {
      work.run();
    } catch (StoreException e) {
      // It is the time that matters.
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static boolean reads(Store store) {
    try {
      store.feeds().groups();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void hangingServerKeepsNobodyWaiting() throws Exception {
    try (var line = new Line(Postgres.port());
        var store = Store.open(by(line), folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      store.feeds().subscribe(List.of(subscription("a")), NOON);
      line.hang(true);
      var times =
          IntStream.range(0, 40)
              .mapToObj(
                  _ -> CompletableFuture.supplyAsync(() -> took(store.feeds()::groups), threads))
              .toList();

      assertThat(times)
          .allSatisfy(time -> assertThat(time.join()).isLessThan(TWO_SECONDS.plusMillis(500)));
      await("the silence", () -> store.storage().readFailure().isPresent());
      assertThat(took(store.storage()::readFailure)).isLessThan(Duration.ofMillis(200));
      assertThat(took(() -> store.leases().takeDue(NOON, 1, LEASE)))
          .isLessThan(Duration.ofMillis(200));
      line.hang(false);
      await("an answer", () -> reads(store));
      await("no trouble", () -> store.storage().readFailure().isEmpty());
      assertThat(store.leases().takeDue(NOON, 1, LEASE)).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void cutConnectionIsReplacedUnnoticed() throws Exception {
    try (var store = Store.open(direct, folder);
        var admin = admin()) {
      store.feeds().subscribe(List.of(subscription("a")), NOON);
      for (int i = 0; i < 5; i++) {
        admin
            .createStatement()
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await("an answer", () -> reads(store));
      }

      await("no trouble", () -> store.storage().readFailure().isEmpty());
    }
  }

  @Test
  void lockedTableDelaysReadersAtMostTwoSeconds() throws Exception {
    try (var store = Store.open(direct, folder);
        var admin = admin()) {
      store.feeds().subscribe(List.of(subscription("a")), NOON);
      admin.setAutoCommit(false);
      admin.createStatement().execute("LOCK TABLE feed_group IN ACCESS EXCLUSIVE MODE");

      assertThat(took(store.feeds()::groups)).isLessThan(TWO_SECONDS);
      assertThatThrownBy(store.feeds()::groups).hasMessageContaining("holds a lock");
      assertThat(store.storage().readFailure()).isEmpty();
      admin.rollback();
      assertThat(store.feeds().groups()).hasSize(1);
    }
  }

  @Test
  void writersWaitingForALockLeaveConnectionsToReaders() throws Exception {
    try (var store = Store.open(direct, folder);
        var admin = admin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      store.feeds().subscribe(List.of(subscription("a")), NOON);
      admin.setAutoCommit(false);
      admin.createStatement().execute("LOCK TABLE hold IN EXCLUSIVE MODE");
      var hold = new Hold("example.org", NOON.plusSeconds(60), "asked us");
      var writers =
          IntStream.range(0, 30)
              .mapToObj(
                  _ -> CompletableFuture.runAsync(() -> store.holds().add(hold, NOON), threads))
              .toList();
      await("writers that wait", () -> waiting() >= 3);

      assertThat(took(store.feeds()::groups)).isLessThan(TWO_SECONDS);
      assertThat(store.feeds().groups()).hasSize(1);
      admin.rollback();
      for (var writer : writers) {
        writer.join();
      }
      assertThat(store.holds().current(NOON)).containsExactly(hold);
    }
  }

  private long waiting() {
    try (var admin = admin();
        var rows =
            admin
                .createStatement()
                .executeQuery(
                    "SELECT COUNT(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void serverThatNeverAnswersIsReportedAtTheStart() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/feedloom?loginTimeout=1";

      assertThatThrownBy(() -> Store.open(StorageSettings.ofUrl(url), folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot reach the server");
    }
  }

  @Test
  void otherEncodingThanUnicodeIsRefusedWithAdvice() throws SQLException {
    try (var admin = admin()) {
      admin
          .createStatement()
          .execute(
              "CREATE DATABASE western ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
                  + " TEMPLATE template0");
    }

    assertThatThrownBy(() -> Store.open(database("western", "postgres"), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("encoding is LATIN1")
        .hasMessageContaining("ENCODING 'UTF8'");
  }

  private StorageSettings database(String name, String user) {
    var url = direct.url().substring(0, direct.url().lastIndexOf('/') + 1) + name;
    return new StorageSettings(url, java.util.Optional.of(user), direct.password());
  }

  @Test
  void missingPermissionIsReportedWithAdvice() throws SQLException {
    var name = direct.url().substring(direct.url().lastIndexOf('/') + 1);
    try (var admin = admin()) {
      admin.createStatement().execute("CREATE USER guest_" + name + " PASSWORD 'postgres'");
      admin.createStatement().execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    }

    assertThatThrownBy(() -> Store.open(database(name, "guest_" + name), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("lacks a right")
        .hasMessageContaining("GRANT USAGE, CREATE ON SCHEMA public");
  }

  @Test
  void readOnlyDatabaseIsReported() throws Exception {
    var name = direct.url().substring(direct.url().lastIndexOf('/') + 1);
    Store.open(direct, folder).close();
    try (var admin = admin()) {
      admin
          .createStatement()
          .execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    }
    try (var store = Store.open(direct, folder)) {
      assertThat(store.feeds().groups()).isEmpty();
      assertThatThrownBy(() -> store.feeds().subscribe(List.of(subscription("a")), NOON))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("accepts no writes");
      assertThat(store.storage().readFailure()).isEmpty();
    }
  }
}
