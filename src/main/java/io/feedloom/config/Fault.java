package io.feedloom.config;

/**
 * A fault in one of the admin's files.
 *
 * @param file as the admin would name it
 * @param line from 1; 0 for the whole file
 * @param column from 1
 * @param message what is wrong and what to do; never contains a secret
 * @param excerpt the line of the file, with possible secrets hidden; empty if there is none. It may
 *     show feeds that are not public, so only the admin may see it.
 * @param stops whether the whole file is rejected; otherwise only the feed, outline or include with
 *     the fault is left out
 */
public record Fault(
    String file, int line, int column, String message, String excerpt, boolean stops)
    implements Comparable<Fault> {
  /** Makes a fault that rejects the whole file. */
  public Fault(String file, int line, int column, String message, String excerpt) {
    this(file, line, column, message, excerpt, true);
  }

  Fault with(String line) {
    return new Fault(file, this.line, column, message, line, stops);
  }

  @Override
  public int compareTo(Fault other) {
    int byFile = file.compareTo(other.file);
    int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  /** Returns the fault in the form of compilers: {@code feeds.yml:17:5: message}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
