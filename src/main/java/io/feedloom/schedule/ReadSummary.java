package io.feedloom.schedule;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Update.Change;
import java.util.List;

/**
 * A summary of a feed's document.
 *
 * @param entries how many entries it contains
 * @param changed the entries that are new or changed
 */
public record ReadSummary(FeedInfo info, int entries, List<Change> changed) {
  public ReadSummary {
    changed = List.copyOf(changed);
  }
}
