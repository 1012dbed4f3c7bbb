package io.feedloom.store.log;

import io.feedloom.feed.Arrival;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Work;
import java.util.List;
import java.util.function.Function;

/**
 * Writes to the database and adds the arrivals to the log, in one transaction.
 *
 * @param origin the number of this process in the log
 * @param written is called after arrivals were written
 */
public record LoggedWriter(Database database, long origin, Runnable written) {
  /**
   * Does work in one transaction.
   *
   * @param arrivals returns the arrivals of the work
   */
  public <T> T write(Work<T> work, Function<T, List<Arrival>> arrivals) {
    return write(Work.USUAL_WEIGHT, work, arrivals);
  }

  /**
   * Does work in one transaction.
   *
   * @param weight about how many rows it writes
   * @param arrivals returns the arrivals of the work
   */
  public <T> T write(int weight, Work<T> work, Function<T, List<Arrival>> arrivals) {
    T result =
        database.write(
            weight,
            c -> {
              T done = work.on(c);
              ArrivalTable.add(c, origin, arrivals.apply(done));
              return done;
            });
    if (!arrivals.apply(result).isEmpty()) {
      written.run();
    }
    return result;
  }

  /** Deletes entries in one transaction. */
  public Cleared clear(Work<Cleared> work) {
    return write(work, Cleared::arrivals);
  }
}
