package io.feedloom.cli;

/** The exit codes of the program. */
final class Exit {
  /** The command succeeded. */
  static final int FINE = 0;

  /** {@code feeds.yml} has faults, or a feed could not be read. */
  static final int FAULTS = 1;

  /** The command line is wrong. Picocli uses this code. */
  static final int USAGE = 2;

  /** The program cannot run here: the port is taken, the store cannot be opened. */
  static final int CANNOT_RUN = 3;

  /** The program ran out of memory and should be restarted. */
  static final int OUT_OF_MEMORY = 4;

  private Exit() {}
}
