package io.feedloom.store.db;

import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains the failures of a database in words for the admin. */
public final class Explanation {
  private static final String DISK_FULL = "the disk is full";
  private static final String IN_USE =
      "the file is in use by another process; one process at a time can open it";

  private Explanation() {}

  /**
   * Returns an exception that explains the failure.
   *
   * @param place names the database to the admin, without options or secrets
   */
  static StoreException of(SQLException fault, String place) {
    return new StoreException(place + ": " + describe(fault), fault);
  }

  /** Returns an exception for a file of the database that cannot be written. */
  static StoreException of(IOException fault, String place, Path file) {
    var reason =
        fault instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : fault.toString();
    return new StoreException(
        place + ": " + (isDiskFull(fault) ? DISK_FULL : "cannot write " + file + ": " + reason),
        fault);
  }

  static StoreException inUse(String place) {
    return new StoreException(place + ": " + IN_USE);
  }

  /** Explains a failure by its SQL state. */
  static String describe(SQLException fault) {
    var state = fault.getSQLState() == null ? "" : fault.getSQLState();
    if (isDiskFull(fault)) {
      return DISK_FULL;
    }
    if (fault instanceof SQLTransientConnectionException) {
      return fault.getCause() instanceof SQLException cause
          ? describe(cause)
          : "the server does not answer, or all connections are in use";
    }
    return switch (state) {
      case "90020" -> IN_USE;
      case "90048", "90030" -> "the file is damaged, or another version of H2 wrote it";
      case "90031", "90028", "90062" -> "cannot read or write the file: " + firstLine(fault);
      case "90007", "90098", "90121" ->
          "was closed because its file could not be written; it is opened again";
      case "28000", "28P01" -> "wrong user or password";
      case "3D000" -> "the server has no such database";
      case "42501" ->
          "the user lacks a right: "
              + firstLine(fault)
              + "; make it the owner of the database and of Feedloom's tables (ALTER DATABASE …"
              + " OWNER TO …), or GRANT USAGE, CREATE ON SCHEMA public and ALL on the tables to it";
      case "25006" -> "the server accepts no writes now; it may be a replica, or set to read only";
      case "55P03" -> "another session holds a lock for too long";
      case "57014" ->
          "the server aborted a statement, for example because of its statement_timeout";
      case "22P05", "22021" ->
          "the database's encoding lacks characters of a text; the encoding must be UTF8";
      case "26000", "42P05" ->
          "a pooler gives one statement to several sessions; put ?prepareThreshold=0 at the end of"
              + " storage.url";
      case "53100" -> "the server's disk is full";
      case "53300" -> "the server has no connection left";
      case "57P01", "57P02", "57P03" -> "the server is starting up or shutting down";
      case "08000", "08001", "08003", "08004", "08006" ->
          "cannot reach the server: " + firstLine(fault);
      default -> firstLine(fault) + " (SQL state " + state + ")";
    };
  }

  /** Returns the failure of the database that made another library fail, if there is one. */
  static Optional<SQLException> cause(Throwable fault) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst();
  }

  /**
   * Returns whether the disk is full. H2 reports that with several SQL states, so the messages of
   * all causes decide.
   */
  public static boolean isDiskFull(Exception fault) {
    return Stream.iterate((Throwable) fault, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(
            message -> message.contains("No space left") || message.contains("not enough space"));
  }

  /** Returns the message without the statement, which H2 puts on the lines after the first. */
  private static String firstLine(SQLException fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
  }
}
