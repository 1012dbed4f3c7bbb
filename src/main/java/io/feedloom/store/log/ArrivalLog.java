package io.feedloom.store.log;

import io.feedloom.store.api.LoggedArrivals;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;

/** Reads the log of arrivals. A position in it is the number of an update. */
public final class ArrivalLog {
  /** The channel on which processes announce arrivals. */
  public static final String CHANNEL = "feedloom_arrivals";

  private final Database database;
  private final long origin;

  /**
   * @param origin the number of this process in the log
   */
  public ArrivalLog(Database database, long origin) {
    this.database = database;
    this.origin = origin;
  }

  /**
   * Returns the position of the last update. All updates that were written before the call are at
   * or before it, and all later ones are after it.
   */
  public long end() {
    number();
    return numberedEnd();
  }

  /**
   * Returns the position of the last update that has a number. Later updates may not have one yet.
   */
  public long numberedEnd() {
    return database.read(ArrivalTable::last);
  }

  /**
   * Returns the updates that <em>other</em> processes wrote to a shared PostgreSQL database. Never
   * misses one. A process gets its own arrivals when it writes them. With H2 there are no other
   * processes, and the result is empty.
   *
   * @param sequence from {@link #end} or {@link LoggedArrivals#sequence}
   * @param most how many updates to read at most
   */
  public LoggedArrivals ofOthersAfter(long sequence, int most) {
    return database.dialect().isShared()
        ? after(sequence, most, by -> by != origin)
        : new LoggedArrivals(sequence, true, List.of());
  }

  /**
   * Returns the updates of all processes after a position, in their order.
   *
   * @param sequence from {@link #end}, {@link #numberedEnd} or {@link LoggedArrivals#sequence}
   * @param most how many updates to read at most
   */
  public LoggedArrivals updatesAfter(long sequence, int most) {
    return after(sequence, most, _ -> true);
  }

  private LoggedArrivals after(long sequence, int most, LongPredicate origins) {
    number();
    return database.read(c -> ArrivalTable.after(c, sequence, most, origins));
  }

  /**
   * Returns the updates after a position that have a number. Later updates may not have one yet.
   *
   * @param sequence from {@link #end} or {@link LoggedArrivals#sequence}
   * @param most how many updates to read at most
   */
  public LoggedArrivals numberedAfter(long sequence, int most) {
    return database.read(c -> ArrivalTable.after(c, sequence, most, _ -> true));
  }

  /**
   * Announces new updates to other processes. Must not be called for each update: PostgreSQL lets
   * only one transaction with a notification commit at a time.
   */
  public void announce() {
    database.announce(CHANNEL);
  }

  /**
   * Deletes the updates that are older than a time, except the last 10,000. Must be called from
   * time to time: only the ends of the log at such calls have a known time. Whenever it is called,
   * the log has at most 250,000 updates.
   */
  public void trim(Instant now, Duration kept) {
    database.write(c -> ArrivalTable.trim(c, Millis.of(now), Millis.of(now.minus(kept))));
  }

  private void number() {
    if (database.read(ArrivalTable::anyWaiting)) {
      database.write(ArrivalTable::number);
    }
  }
}
