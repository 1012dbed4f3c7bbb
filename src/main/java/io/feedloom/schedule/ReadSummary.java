package io.feedloom.schedule;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Update.Change;
import java.util.List;

/**
 * A summary of a feed's document.
 *
 * @param entries how many entries it contains
 * @param matched how many items it has, with those that are left out
 * @param changed the entries that are new or changed
 */
public record ReadSummary(FeedInfo info, int entries, int matched, List<Change> changed) {
  /** Makes a summary of a document without items that are left out. */
  public ReadSummary(FeedInfo info, int entries, List<Change> changed) {
    this(info, entries, entries, changed);
  }

  public ReadSummary {
    changed = List.copyOf(changed);
  }
}
