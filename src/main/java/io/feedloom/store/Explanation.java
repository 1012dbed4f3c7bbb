package io.feedloom.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** Says in an admin's words what a database complains of. */
final class Explanation {
  private static final String DISK_FULL = "the disk is full";
  private static final String IN_USE =
      "the file is in use by another process; one process at a time can open it";

  private Explanation() {}

  /**
   * @param place the database without options or secrets
   */
  static StoreException of(SQLException fault, String place) {
    return new StoreException(place + ": " + words(fault), fault);
  }

  /** A file of the database that cannot be written. */
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

  /** H2's own codes stand in {@code getErrorCode}, PostgreSQL's in the SQL state. */
  private static String words(SQLException fault) {
    var state = fault.getSQLState() == null ? "" : fault.getSQLState();
    if (isDiskFull(fault)) {
      return DISK_FULL;
    }
    return switch (state) {
      case "90020" -> IN_USE;
      case "90048", "90030" -> "the file is damaged, or of another version of H2";
      case "90031", "90028", "90062" -> "cannot read or write the file: " + firstLine(fault);
      case "90007", "90098", "90121" ->
          "was closed because its file could not be written; it is opened again";
      case "28000", "28P01" -> "wrong user or password";
      case "3D000" -> "there is no such database on this server";
      case "42501" -> "the user lacks a right: " + firstLine(fault);
      case "53100" -> "the server's disk is full";
      case "53300" -> "the server has no connection left";
      case "57P01", "57P02", "57P03" -> "the server is starting up or shutting down";
      case "08000", "08001", "08003", "08004", "08006" ->
          "cannot reach the server: " + firstLine(fault);
      default -> firstLine(fault) + " (SQL state " + state + ")";
    };
  }

  /** H2 says so under several states; what it found stands among the causes. */
  private static boolean isDiskFull(Exception fault) {
    return Stream.iterate((Throwable) fault, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(
            message -> message.contains("No space left") || message.contains("not enough space"));
  }

  /** H2 puts the whole statement on the lines behind the first. */
  private static String firstLine(SQLException fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
  }
}
