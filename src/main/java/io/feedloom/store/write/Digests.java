package io.feedloom.store.write;

import io.feedloom.store.db.Database;

/**
 * Finds entries of other feeds by the digest of their guid, link or title. In an index of digests,
 * each new entry changes a random page. H2 writes that page as a whole, so with H2 the newest
 * digests are in memory. PostgreSQL writes only a small change to its log, and other processes may
 * use it, so with PostgreSQL all digests are in tables.
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

  /** Writes the digests that are only in memory, so that the next start is faster. */
  public void flush() {
    flush.run();
  }
}
