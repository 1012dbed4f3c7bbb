package io.feedloom.serve.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page for admins shows.
 *
 * @param file what is wrong with feeds.yml as it stands on disk
 * @param ailments for the admin alone
 * @param filters every condition with its number of feeds
 * @param drawn whether the history of any feed is known
 * @param path of this page
 * @param query of this page with its question mark, where a button leads back to
 * @param next where the feeds are that did not fit
 */
public record StatusView(
    Admin admin,
    @Nullable String notice,
    @Nullable String file,
    Ailments ailments,
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

  /** Who looks at it. */
  public enum Admin {
    /** There is no admin token, so nobody can be one. */
    IMPOSSIBLE,
    /** The token was not given. */
    NO,
    /** The token was given. */
    YES
  }

  /**
   * A fault of feeds.yml.
   *
   * @param line as it stands there without secrets; for the admin alone
   */
  public record FaultLine(String place, String message, @Nullable String line) {}

  /** Something counted or measured. */
  public record Figure(String name, String value, String more) {}

  /** The polls of the next hour, a stroke for each minute. */
  public record Upcoming(String words, String path) {}

  /** A way to see fewer feeds. */
  public record Filter(String label, String meaning, int count, String path, boolean current) {}

  /**
   * A column to sort by.
   *
   * @param sorted ascending, descending, or null where it is another
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
