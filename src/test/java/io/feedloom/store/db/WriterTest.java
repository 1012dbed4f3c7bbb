package io.feedloom.store.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.store.api.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing waiting work in one transaction. */
class WriterTest {
  private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

  private final JdbcConnectionPool pool =
      JdbcConnectionPool.create("jdbc:h2:mem:writer;DB_CLOSE_DELAY=-1", "sa", "");
  private final Writer writer = new Writer(pool, "here");

  @BeforeEach
  void makeTable() throws SQLException {
    write(c -> Sql.run(c, "DROP ALL OBJECTS"));
    write(c -> Sql.run(c, "CREATE TABLE t (n INT PRIMARY KEY)"));
  }

  @AfterEach
  void close() {
    writer.close();
    pool.dispose();
  }

  private static Work<Integer> insert(int... numbers) {
    return c -> {
      for (int number : numbers) {
        Sql.run(c, "INSERT INTO t VALUES (?)", number);
      }
      return numbers.length;
    };
  }

  private <T> T write(Work<T> work) throws SQLException {
    return writer.write(work, 10);
  }

  private List<Integer> stored() throws SQLException {
    try (var connection = pool.getConnection()) {
      return Sql.list(connection, "SELECT n FROM t ORDER BY n", row -> row.getInt(1));
    }
  }

  private <T> CompletableFuture<T> later(Work<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return write(work);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        THREADS);
  }

  /** Blocks the writer until the next work waits. */
  private List<CompletableFuture<Integer>> together(List<Work<Integer>> works) throws Exception {
    var goOn = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var first =
        later(
            c -> {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
              return 0;
            });
    begun.await();
    var waiting = new ArrayList<CompletableFuture<Integer>>();
    for (var work : works) {
      waiting.add(later(work));
      while (writer.waiting() < waiting.size()) {
        Thread.onSpinWait();
      }
    }
    goOn.countDown();
    first.join();
    return waiting;
  }

  @Test
  void failedWorkIsUndoneAloneAndReportedToItsCaller() throws Exception {
    var written =
        together(
            List.of(
                insert(1, 2),
                insert(3, 4, 1),
                c -> {
                  insert(5).on(c);
                  throw new StoreException("no");
                },
                insert(6)));

    assertThat(written.get(0).join()).isEqualTo(2);
    assertThatThrownBy(written.get(1)::join).hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(written.get(2)::join)
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessage("no");
    assertThat(written.get(3).join()).isEqualTo(1);
    assertThat(stored()).containsExactly(1, 2, 6);
  }

  @Test
  void callersReturnAfterTheCommit() throws Exception {
    var written =
        together(
            List.of(
                insert(1),
                c -> {
                  c.close(); // and so the commit of both fails
                  return 0;
                }));

    assertThatThrownBy(written.get(0)::join).hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(written.get(1)::join).hasCauseInstanceOf(SQLException.class);
    assertThat(stored()).isEmpty();
    write(insert(7));
    assertThat(stored()).containsExactly(7);
  }

  @Test
  void closedWriterRefusesWork() throws Exception {
    write(insert(1));
    writer.close();

    assertThatThrownBy(() -> write(insert(2)))
        .isInstanceOf(StoreException.class)
        .hasMessage("here: is closed");
    assertThat(stored()).containsExactly(1);
  }

  @Test
  void workOutsideOfTransactionsReportsItsFailure() throws SQLException {
    write(insert(1));

    boolean apart = writer.between(c -> c.getAutoCommit());
    assertThat(apart).isTrue();
    assertThatThrownBy(() -> writer.between(insert(1))).isInstanceOf(SQLException.class);
    assertThat(write(insert(2))).isEqualTo(1);
    assertThat(stored()).containsExactly(1, 2);
  }

  @Test
  void lackOfMemoryIsReportedAndEndsTheThread() {
    var error = new OutOfMemoryError("heap");
    assertThatThrownBy(
            () ->
                write(
                    _ -> {
                      throw error;
                    }))
        .hasRootCause(error);

    assertThatThrownBy(() -> write(insert(1)))
        .isInstanceOf(StoreException.class)
        .hasMessage("here: is closed");
  }
}
