package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;

/** Actions of the admin on the running program. */
public interface AdminActions {
  /**
   * Polls a feed now.
   *
   * @return false if it is being polled, or must wait for its host
   */
  boolean refresh(FeedId id);

  /** Returns the number of running polls. */
  int underWay();

  /** Reads {@code feeds.yml} now, and applies it if possible. */
  Reloaded reload();
}
