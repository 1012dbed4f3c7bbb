package io.feedloom.store;

import io.feedloom.store.db.Database;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The state of the database itself. */
public final class Storage {
  /**
   * How many steps of a compaction may leave the file as long as it was. The chunk at its end may
   * be the last to move.
   */
  private static final int VAIN_STEPS = 24;

  private final Database database;

  Storage(Database database) {
    this.database = database;
  }

  /** Returns why nothing can be written now, in words for the admin. Reading still works. */
  public Optional<String> obstacle() {
    return database.obstacle();
  }

  /**
   * Returns why nothing can be read now, if that is known, in words for the admin. Never waits for
   * the database.
   */
  public Optional<String> trouble() {
    return database.trouble();
  }

  /** Returns whether other processes may use the same database. */
  public boolean isShared() {
    return database.dialect().isShared();
  }

  /** Returns a secret random number that only this database has. */
  public long identity() {
    return database.identity();
  }

  /** Returns the size of the whole database on disk in bytes, or 0 if it is in memory. */
  public long size() {
    return database.size();
  }

  /**
   * Shrinks the file of an H2 database if much of it is unused, in small steps between the writes
   * of others. PostgreSQL reuses its space itself.
   *
   * @param goesOn is called before each step
   * @return by how many bytes the file shrank
   */
  public long compact(BooleanSupplier goesOn) {
    long first = size();
    long smallest = first;
    int vain = 0;
    while (vain < VAIN_STEPS && goesOn.getAsBoolean() && database.compact()) {
      long now = size();
      vain = now < smallest - smallest / 1_000 ? 0 : vain + 1;
      smallest = Math.min(smallest, now);
    }
    return first - smallest;
  }
}
