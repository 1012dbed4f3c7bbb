package io.feedloom.serve.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the status page shows.
 *
 * @param file how feeds.yml on disk differs from the settings in force; null if it does not
 * @param programHealth the state of the program, for the admin only
 * @param webhooks for the admin only
 * @param filters every condition with its number of feeds
 * @param drawn whether the history of any feed is known
 * @param path of this page
 * @param query of this page with its question mark, to which buttons return
 * @param next the page with the remaining feeds
 */
public record StatusView(
    Admin admin,
    @Nullable String notice,
    @Nullable String file,
    ProgramHealth programHealth,
    List<WebhookView> webhooks,
    List<FaultLine> faults,
    List<Figure> figures,
    Upcoming upcoming,
    List<Filter> filters,
    String words,
    String condition,
    List<Column> columns,
    List<Row> rows,
    boolean drawn,
    String path,
    String query,
    @Nullable String next) {

  /** Who views the page. */
  public enum Admin {
    /** There is no admin token, so nobody can be the admin. */
    IMPOSSIBLE,
    /** The token was not given. */
    NO,
    /** The token was given. */
    YES
  }

  /**
   * A fault in feeds.yml.
   *
   * @param line the line without secrets, for the admin only
   */
  public record FaultLine(String place, String message, @Nullable String line) {}

  /** A number with its name. */
  public record Figure(String name, String value, String more) {}

  /** The polls of the next hour, with a stroke for each minute. */
  public record Upcoming(String summary, String path) {}

  /** A link that shows only feeds in one condition. */
  public record Filter(String label, String meaning, int count, String path, boolean current) {}

  /**
   * A column of the table.
   *
   * @param sorted ascending, descending, or null if the table is sorted by another column
   */
  public record Column(String label, String path, @Nullable String sorted) {}

  /** One feed. */
  public record Row(
      String id,
      String title,
      String path,
      String host,
      String condition,
      String meaning,
      String message,
      PollChart chart,
      @Nullable Moment last,
      @Nullable Moment next,
      String reason,
      long entries,
      @Nullable Moment newest) {}
}
