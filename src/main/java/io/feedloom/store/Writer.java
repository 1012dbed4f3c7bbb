package io.feedloom.store;

import io.feedloom.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to H2. What waits at a moment is written in one transaction, because a
 * commit of H2 writes every page that was touched from the leaf to the root: that costs nearly the
 * same for one feed as for fifty.
 *
 * <p>Each piece of work is still all or nothing, and stands for itself: what fails is undone to
 * where it began and told to its caller alone. A caller hears of success when all is committed.
 *
 * <p>That there is only one matters more than speed. When a transaction commits, H2 writes a chunk
 * to its file, and takes the state of its maps for that one after the other (2.5.252, {@code
 * MVStore.collectChangedMapRoots}): of another transaction that writes meanwhile, the chunk may
 * hold a row but not the undo record of that row. If the process is killed before the next chunk,
 * the recovery undoes the rest of that transaction and keeps the row. With four writers, 3 of 12
 * runs of {@code KillIT} ended so; with one, none of 26.
 */
final class Writer implements AutoCloseable {
  /** Pieces of work in one transaction. More would only make the first wait longer. */
  private static final int MOST = 200;

  /** Rows in one transaction: some tenths of a second, which everybody behind it waits. */
  private static final int HEAVIEST = 4_000;

  /** About how many rows a piece of work writes that is not weighed. */
  static final int USUAL_WEIGHT = 10;

  /**
   * While many write, from the beginning of one transaction to that of the next, unless {@link
   * #MOST} wait before.
   */
  private static final Duration PACE = Duration.ofMillis(50);

  /** Pieces in the last transaction by which it is known that many write. */
  private static final int MANY = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final DataSource source;
  private final String place;
  private final BlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("store-writer").unstarted(this::run);
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

  /** One piece of work, what came of it, and who waits for it. */
  private static final class Job<T> {
    private final Work<T> work;
    private final boolean apart;
    private final int weight;
    private final CompletableFuture<T> told = new CompletableFuture<>();
    private @Nullable T result;

    /**
     * @param apart whether it is done outside of any transaction
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
      told.complete(result);
    }

    void failed(Throwable reason) {
      told.completeExceptionally(reason);
    }
  }

  /**
   * Returns when the work is durable.
   *
   * @throws SQLException when the database fails
   */
  <T> T write(Work<T> work) throws SQLException {
    return write(work, USUAL_WEIGHT);
  }

  /**
   * The same for work that is more than usual, or less.
   *
   * @param weight about how many rows it writes
   */
  <T> T write(Work<T> work, int weight) throws SQLException {
    return told(new Job<>(work, false, weight));
  }

  /** Does work on the database itself while no transaction is under way that writes. */
  <T> T between(Work<T> work) throws SQLException {
    return told(new Job<>(work, true, USUAL_WEIGHT));
  }

  private <T> T told(Job<T> job) throws SQLException {
    waiting.add(job);
    if (closed) {
      refuse();
    }
    try {
      return job.told.join();
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
        next = System.nanoTime() + (group.size() < MANY ? 0 : PACE.toNanos());
        write(group);
      }
    } catch (InterruptedException e) {
      // The end, as if it were closed.
    } finally {
      closed = true;
      refuse();
    }
  }

  /** Some work, and what joins it until that time. */
  private List<Job<?>> gathered(long until) throws InterruptedException {
    var group = new ArrayList<Job<?>>();
    @Nullable Job<?> job = waiting.take();
    long weight = 0;
    while (job != null) {
      group.add(job);
      weight += job.weight;
      long left = closed ? 0 : until - System.nanoTime();
      boolean more = group.size() < MOST && weight < HEAVIEST;
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

  /** Lack of memory ends this thread, on which all depend, once those who wait are told. */
  private void fail(Job<?> job, Throwable reason) {
    job.failed(reason);
    if (reason instanceof OutOfMemoryError error) {
      exhausted = error;
    }
  }

  private void apart(Job<?> job) {
    try (var connection = source.getConnection()) {
      job.run(connection);
      job.committed();
    } catch (SQLException | RuntimeException | Error e) {
      fail(job, e);
    }
  }

  private void together(List<Job<?>> group) {
    try {
      Database.transaction(source, c -> run(c, group)).forEach(Job::committed);
    } catch (SQLException | RuntimeException | Error e) {
      group.forEach(job -> fail(job, e));
    }
  }

  /** Gives those that succeeded; who failed is told already. */
  private List<Job<?>> run(Connection connection, List<Job<?>> group) throws SQLException {
    var succeeded = new ArrayList<Job<?>>();
    for (var job : group) {
      Sql.run(connection, "SAVEPOINT job");
      try {
        job.run(connection);
        succeeded.add(job);
      } catch (SQLException | RuntimeException | Error e) {
        Sql.run(connection, "ROLLBACK TO SAVEPOINT job");
        fail(job, e);
      }
    }
    return succeeded;
  }

  /** Pieces of work that wait behind the one being written. */
  int waiting() {
    return waiting.size();
  }

  private void refuse() {
    var left = new ArrayList<Job<?>>();
    waiting.drainTo(left);
    left.forEach(job -> job.failed(new StoreException(place + ": is closed")));
  }

  /** Ends when what is being written is written; what still waits fails. */
  @Override
  public void close() {
    closed = true;
    waiting.add(new Job<>(_ -> this, false, USUAL_WEIGHT));
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
