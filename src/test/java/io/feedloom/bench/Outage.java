package io.feedloom.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Something outside of Feedloom that fails for a while.
 *
 * @param begin makes it fail
 * @param hold keeps it failing; called several times a second
 * @param end makes it work again
 * @param isBrief whether it is over at once by itself
 * @param stopsAll whether any request may fail meanwhile; otherwise only searches may
 */
record Outage(String name, Step begin, Step hold, Step end, boolean isBrief, boolean stopsAll) {
  /** A step of an outage. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private static final Step NOTHING = () -> {};

  private static Outage brief(String name, Step step) {
    return new Outage(name, step, NOTHING, NOTHING, true, true);
  }

  private static Outage lasting(String name, Step begin, Step end) {
    return new Outage(name, begin, NOTHING, end, false, true);
  }

  /** A disk that is full. */
  static Outage ofDisk(String name, SmallDisk disk) {
    return new Outage(name, disk::fill, disk::fill, disk::empty, false, false);
  }

  /** All files of a folder are deleted, once. */
  static Outage ofLostFiles(String name, Path folder) {
    return new Outage(name, () -> deleteFiles(folder), NOTHING, NOTHING, true, false);
  }

  private static void deleteFiles(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (Files.isRegularFile(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The ways in which a server fails. */
  static List<Outage> ofServer(LocalPostgres server) {
    return List.of(
        lasting("PostgreSQL is stopped", () -> server.stop("fast"), server::start),
        lasting("PostgreSQL is killed", () -> server.stop("immediate"), server::start),
        lasting("PostgreSQL hangs", server::hang, server::goOn),
        lasting(
            "PostgreSQL is read-only",
            () -> server.setReadOnly(true),
            () -> server.setReadOnly(false)),
        brief("PostgreSQL is restarted (fast)", () -> restart(server, "fast")),
        brief("PostgreSQL is restarted (immediate)", () -> restart(server, "immediate")),
        brief("PostgreSQL cuts all connections", server::cutConnections));
  }

  private static void restart(LocalPostgres server, String mode) throws Exception {
    server.stop(mode);
    server.start();
  }
}
