package io.feedloom.store;

import io.feedloom.feed.NativePath;
import io.feedloom.store.db.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The state of the database itself, and the compaction of its file. */
public final class DatabaseStatus {
  /**
   * The number of consecutive steps without effect that ends a compaction. A single such step means
   * little, because the chunk at the end of the file may be the last to move.
   */
  private static final int MAX_FUTILE_STEPS = 24;

  private final Database database;

  private final Optional<Path> textFolder;

  /**
   * @param textFolder of the text index, on the disk of the data
   */
  DatabaseStatus(Database database, Optional<Path> textFolder) {
    this.database = database;
    this.textFolder = textFolder;
  }

  /** Returns the free space on the disk of the data in bytes; empty if all data is in memory. */
  public OptionalLong freeBytes() {
    return textFolder.map(Path::toAbsolutePath).stream()
        .flatMap(folder -> Stream.iterate(folder, Objects::nonNull, Path::getParent))
        .filter(Files::isDirectory)
        .mapToLong(NativePath::usableSpace)
        .findFirst();
  }

  /** Returns why nothing can be written now, as a message for the admin. Reading still works. */
  public Optional<String> writeFailure() {
    return database.writeFailure();
  }

  /**
   * Returns why nothing can be read now, as a message for the admin; empty if that is not known.
   * Never waits for the database.
   */
  public Optional<String> readFailure() {
    return database.readFailure();
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
   * Shrinks the file of an H2 database if much of it is unused. Works in small steps, and other
   * threads can write between them. Does nothing with PostgreSQL, which reuses its space itself.
   *
   * @param mayContinue is called before each step
   * @return by how many bytes the file shrank
   */
  public long compact(BooleanSupplier mayContinue) {
    long first = size();
    long smallest = first;
    int futile = 0;
    while (futile < MAX_FUTILE_STEPS && mayContinue.getAsBoolean() && database.compact()) {
      long now = size();
      futile = now < smallest - smallest / 1_000 ? 0 : futile + 1;
      smallest = Math.min(smallest, now);
    }
    return first - smallest;
  }
}
