package io.feedloom.store.write;

import io.feedloom.store.db.Database;

/**
 * Finds entries of other feeds by the digest of their guid, link or title. An index of digests
 * changes at a random place for each entry. H2 writes a whole page for each change, so with H2 the
 * newest digests are in memory. PostgreSQL writes small changes to its log, and other processes may
 * use it, so there all digests are in tables.
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

  /** Returns the digests of a database. */
  public static Digests of(Database database) {
    return database.dialect().isShared() ? inTables() : inMemory(database);
  }

  /** Returns digests that are only in tables. */
  public static Digests inTables() {
    return new Digests(new GuidOwnerTable(), new TraitTable(), () -> {});
  }

  private static Digests inMemory(Database database) {
    var owners = new GuidOwnerBuffer();
    var traits = new TraitWindow();
    database.register(owners);
    database.register(traits);
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

  /** Writes digests that are only in memory, so that the next start need not read them. */
  public void flush() {
    flush.run();
  }
}
