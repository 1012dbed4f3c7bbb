package io.feedloom.store.write;

import io.feedloom.store.db.Database;

/**
 * Where entries of other feeds are found by a digest: of their guid, their link or their title.
 * With H2 the newest are in memory, because the digests of an update's entries lie anywhere in an
 * index, and H2 writes a page for each. PostgreSQL writes them to its log one after the other, and
 * other processes may use it, so there all are in tables.
 */
public final class Digests {
  private final GuidOwners owners;
  private final TraitIndex traits;
  private final Runnable flush;

  private Digests(GuidOwners owners, TraitIndex traits, Runnable flush) {
    this.owners = owners;
    this.traits = traits;
    this.flush = flush;
  }

  /** Returns those of a database. */
  public static Digests of(Database database) {
    return database.dialect().isShared() ? inTables() : inMemory(database);
  }

  /** Returns those that are in tables and nowhere else. */
  public static Digests inTables() {
    return new Digests(new GuidOwnerTable(), new TraitTable(), () -> {});
  }

  private static Digests inMemory(Database database) {
    var owners = new GuidOwnerBuffer();
    var traits = new TraitWindow();
    database.undo(owners);
    database.undo(traits);
    return new Digests(
        owners,
        traits,
        () -> {
          if (owners.isUsed()) {
            database.write(
                c -> {
                  owners.flush(c);
                  return owners;
                });
          }
        });
  }

  GuidOwners owners() {
    return owners;
  }

  TraitIndex traits() {
    return traits;
  }

  /** Writes what is only in memory, so that the next start need not search for it. */
  public void flush() {
    flush.run();
  }
}
