package io.feedloom.config;

/**
 * How the log on standard error looks. A change takes effect while the server runs.
 *
 * @param level the least important events that are logged
 */
public record LogSettings(Format format, Level level) {
  /** The default settings. */
  public static final LogSettings DEFAULT = new LogSettings(Format.TEXT, Level.INFO);

  /** How an event is written. */
  public enum Format {
    TEXT,
    JSON
  }

  /** How important an event is. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
