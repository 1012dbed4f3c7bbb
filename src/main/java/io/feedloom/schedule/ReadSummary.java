package io.feedloom.schedule;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Update.Change;
import java.util.List;

/**
 * What was read of a feed.
 *
 * @param entries how many its document held
 * @param changed those of them that were new or had changed
 */
public record ReadSummary(FeedInfo info, int entries, List<Change> changed) {
  public ReadSummary {
    changed = List.copyOf(changed);
  }
}
