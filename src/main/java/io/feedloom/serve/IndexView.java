package io.feedloom.serve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first page shows. */
public record IndexView(String sources, List<TagRow> tags, List<String> faults, String example) {
  /** One tag with its merged feed. */
  public record TagRow(
      String label,
      String path,
      int feeds,
      long entries,
      @Nullable Moment newest,
      List<Document.FeedLink> formats) {}
}
