package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;

/** What an admin may ask the running program to do. */
public interface AdminActions {
  /**
   * Polls a feed now.
   *
   * @return false if it is being polled already
   */
  boolean refresh(FeedId id);

  /** How many polls are under way. */
  int underWay();

  /** Reads {@code feeds.yml} now and puts it into force, where that is possible. */
  Reloaded reload();
}
