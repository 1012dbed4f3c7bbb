package io.feedloom.store.db;

import io.feedloom.store.api.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to H2. It writes all waiting work in one transaction: a commit of H2
 * writes every changed page from the leaf to the root, which takes nearly the same time for one
 * feed as for fifty.
 *
 * <p>Each piece of work still succeeds or fails alone: a piece that fails is rolled back to its
 * savepoint, and only its caller gets the exception. A caller returns when everything is committed.
 *
 * <p>Having only one writer is also necessary for safety. When a transaction commits, H2 writes a
 * chunk to its file and copies the state of its maps one after the other (2.5.252, {@code
 * MVStore.collectChangedMapRoots}). If another transaction writes at that time, the chunk may
 * contain one of its rows without the undo record of that row. If the process is then killed before
 * the next chunk, recovery undoes the rest of that transaction and keeps the row. With four
 * writers, this happened in 3 of 12 runs of {@code KillIT}; with one, in none of 26.
 */
final class Writer implements AutoCloseable {
  /** The most pieces of work in one transaction. More would only make the first wait longer. */
  private static final int MAX_PIECES = 200;

  /** The most rows in one transaction, so that the next one waits only some tenths of a second. */
  private static final int MAX_ROWS = 4_000;

  /**
   * The time from the start of one transaction to the start of the next while many callers write,
   * unless {@link #MAX_PIECES} pieces wait earlier.
   */
  private static final Duration PACE = Duration.ofMillis(50);

  /** If the last transaction had at least this many pieces, many callers write. */
  private static final int MIN_PIECES_IF_BUSY = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final DataSource source;
  private final String place;
  private final BlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("store-writer").unstarted(this::run);
  private final List<Undoable> memories = new CopyOnWriteArrayList<>();
  private @Nullable OutOfMemoryError exhausted;
  private volatile boolean closed;

  /**
   * @param place names the database to the admin
   */
  Writer(DataSource source, String place) {
    this.source = source;
    this.place = place;
    thread.start();
  }

  /** One piece of work, its result, and the future on which its caller waits. */
  private static final class Job<T> {
    private final Work<T> work;
    private final boolean apart;
    private final int weight;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T result;

    /**
     * @param apart whether it runs outside of any transaction
     * @param weight about how many rows it writes
     */
    Job(Work<T> work, boolean apart, int weight) {
      this.work = work;
      this.apart = apart;
      this.weight = weight;
    }

    void run(Connection connection) throws SQLException {
      result = work.on(connection);
    }

    void committed() {
      outcome.complete(result);
    }

    void failed(Throwable reason) {
      outcome.completeExceptionally(reason);
    }
  }

  /**
   * Does work in a transaction, and returns its result when that is durable.
   *
   * @param weight about how many rows it writes
   * @throws SQLException when the database fails
   */
  <T> T write(Work<T> work, int weight) throws SQLException {
    return await(new Job<>(work, false, weight));
  }

  /** Does work between two transactions. */
  <T> T between(Work<T> work) throws SQLException {
    return await(new Job<>(work, true, Work.USUAL_WEIGHT));
  }

  private <T> T await(Job<T> job) throws SQLException {
    waiting.add(job);
    if (closed) {
      refuse();
    }
    try {
      return job.outcome.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case SQLException fault -> throw fault;
        case RuntimeException fault -> throw fault;
        case null, default -> throw e;
      }
    }
  }

  private void run() {
    long next = System.nanoTime();
    try {
      while (!closed) {
        var group = gathered(next);
        next = System.nanoTime() + (group.size() < MIN_PIECES_IF_BUSY ? 0 : PACE.toNanos());
        write(group);
      }
    } catch (InterruptedException e) {
      // ends the thread, as closing does
    } finally {
      closed = true;
      refuse();
    }
  }

  /** Waits for work, and returns it with all work that arrives until the given time. */
  private List<Job<?>> gathered(long until) throws InterruptedException {
    var group = new ArrayList<Job<?>>();
    @Nullable Job<?> job = waiting.take();
    long weight = 0;
    while (job != null) {
      group.add(job);
      weight += job.weight;
      long left = closed ? 0 : until - System.nanoTime();
      boolean more = group.size() < MAX_PIECES && weight < MAX_ROWS;
      job = more ? waiting.poll(left, TimeUnit.NANOSECONDS) : null;
    }
    return group;
  }

  private void write(List<Job<?>> group) {
    var together = group.stream().filter(job -> !job.apart).toList();
    if (!together.isEmpty()) {
      together(together);
    }
    group.stream().filter(job -> job.apart).forEach(this::apart);
    if (exhausted != null) {
      throw exhausted;
    }
  }

  /**
   * Reports a failure to the caller. Lack of memory also ends this thread, after all callers got a
   * report.
   */
  private void fail(Job<?> job, Throwable reason) {
    job.failed(reason);
    if (reason instanceof OutOfMemoryError error) {
      exhausted = error;
    }
  }

  private void apart(Job<?> job) {
    try (var connection = source.getConnection()) {
      job.run(connection);
      FileHeader.write(connection);
      job.committed();
    } catch (SQLException | RuntimeException | Error e) {
      fail(job, e);
    }
  }

  private void together(List<Job<?>> group) {
    try (var connection = source.getConnection()) {
      var succeeded = Transaction.run(connection, c -> run(c, group));
      FileHeader.write(connection);
      memories.forEach(Undoable::committed);
      succeeded.forEach(Job::committed);
    } catch (SQLException | RuntimeException | Error e) {
      memories.forEach(Undoable::forget);
      group.forEach(job -> fail(job, e));
    }
  }

  /** Runs each job in its own savepoint, and returns the ones that succeeded. */
  private List<Job<?>> run(Connection connection, List<Job<?>> group) throws SQLException {
    var succeeded = new ArrayList<Job<?>>();
    for (var job : group) {
      Sql.run(connection, "SAVEPOINT job");
      var marks = marks();
      try {
        job.run(connection);
        succeeded.add(job);
      } catch (SQLException | RuntimeException | Error e) {
        undo(marks);
        Sql.run(connection, "ROLLBACK TO SAVEPOINT job");
        fail(job, e);
      }
    }
    return succeeded;
  }

  /** Registers memory whose changes are undone when the work that made them fails. */
  void register(Undoable memory) {
    memories.add(memory);
  }

  private long[] marks() {
    return memories.stream().mapToLong(Undoable::mark).toArray();
  }

  private void undo(long[] marks) {
    for (int i = 0; i < marks.length; i++) {
      memories.get(i).undo(marks[i]);
    }
  }

  /** Returns how many pieces of work wait for the next transaction. */
  int waiting() {
    return waiting.size();
  }

  private void refuse() {
    var left = new ArrayList<Job<?>>();
    waiting.drainTo(left);
    left.forEach(job -> job.failed(new StoreException(place + ": is closed")));
  }

  /** Closes after the current transaction. Work that still waits fails. */
  @Override
  public void close() {
    closed = true;
    waiting.add(new Job<>(_ -> this, false, Work.USUAL_WEIGHT));
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
