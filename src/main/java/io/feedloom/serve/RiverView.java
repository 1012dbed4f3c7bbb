package io.feedloom.serve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a page of entries shows. */
public record RiverView(List<Day> days, @Nullable String older) {
  /** The entries of one day in UTC. */
  public record Day(String name, List<Line> lines) {}

  /** One entry. */
  public record Line(
      String title,
      @Nullable String link,
      String source,
      String sourcePath,
      Moment time,
      String summary,
      String language) {}
}
