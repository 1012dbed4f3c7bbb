package io.feedloom.config;

/**
 * Something wrong in a file that the admin wrote.
 *
 * @param file as the admin would name it
 * @param line from 1, or 0 where the file as a whole is meant
 * @param column from 1
 * @param message what is wrong and what to do; never holds a secret
 * @param excerpt the line as it stands in the file, what may be secret hidden; empty where there is
 *     none. Tells of feeds that are not public, so it is for the admin alone.
 * @param stops whether nothing of the file comes into force; else only the feed, outline or include
 *     that the fault is about is left out
 */
public record Fault(
    String file, int line, int column, String message, String excerpt, boolean stops)
    implements Comparable<Fault> {
  /** Makes a fault that keeps the whole file from coming into force. */
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

  /** As compilers write it: {@code feeds.yml:17:5: message}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
