package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import java.util.Optional;

/** What an admin may ask the running program to do. */
public interface Operator {
  /**
   * Polls a feed now.
   *
   * @return false if it is being polled already
   */
  boolean refresh(FeedId id);

  /** How many polls are under way. */
  int underWay();

  /** Whether the loop that polls feeds runs; if it does not, only a restart helps. */
  boolean isPolling();

  /** What hinders polling now, in words. */
  Optional<String> trouble();

  /**
   * How many exceptions that nobody expected ended a poll, or hindered polling, since the start.
   */
  long unexpected();

  /** Reads {@code feeds.yml} now and puts it into force, where that is possible. */
  Reloaded reload();
}
