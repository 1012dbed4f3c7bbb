package io.feedloom.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** Says in an admin's words what a database complains of. */
final class Explanation {
  private Explanation() {}

  /**
   * @param place the database without options or secrets
   */
  static StoreException of(SQLException fault, String place) {
    return new StoreException(place + ": " + words(fault), fault);
  }

  /** H2's own codes stand in {@code getErrorCode}, PostgreSQL's in the SQL state. */
  private static String words(SQLException fault) {
    var state = fault.getSQLState() == null ? "" : fault.getSQLState();
    if (isDiskFull(fault)) {
      return "the disk is full";
    }
    return switch (state) {
      case "90020" -> "the file is in use by another process; one process at a time can open it";
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
  private static boolean isDiskFull(SQLException fault) {
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
